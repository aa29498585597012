package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextTest {
    @Property(tries = 5_000)
    void isWhatAStrictDecoderAcceptsAndHasNoNul(@ForAll("nearlyText") byte[] bytes) {
        assertThat(Text.isText(bytes)).isEqualTo(decodes(bytes));
    }

    @Test
    void everyCharacterOfUnicodeIsTextButNulAndSurrogates() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (!surrogate && Text.isText(Character.toString(c).getBytes(StandardCharsets.UTF_8)) != (c != 0)) {
                throw new AssertionError("U+" + Integer.toHexString(c));
            }
        }
    }

    @Test
    void everyPairOfBytesIsJudgedAsTheDecoderDoes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            byte[] bytes = {'a', 'b', 'c', (byte) (pair >> 8), (byte) pair, 'd', 'e', 'f', 'g', 'h'};
            if (Text.isText(bytes) != decodes(bytes)) {
                throw new AssertionError(Integer.toHexString(pair));
            }
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .chars()
                    .noneMatch(c -> c == 0);
        } catch (CharacterCodingException invalid) {
            return false;
        }
    }

    @Provide
    Arbitrary<byte[]> nearlyText() {
        Arbitrary<byte[]> pieces = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(s -> s.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.of(0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff, 0, 0x7f)
                        .map(b -> new byte[] {b.byteValue()}));
        return pieces.list().ofMaxSize(6).map(all -> {
            ByteBuffer joined =
                    ByteBuffer.allocate(all.stream().mapToInt(b -> b.length).sum());
            all.forEach(joined::put);
            return joined.array();
        });
    }
}
