package sluice.engine.mapping.discovery;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes that may be text. */
final class Texts {
    private Texts() {}

    /** The text, or null where the bytes are not UTF-8 or hold a zero byte, which SQL's texts end at. */
    static @Nullable String decoded(byte[] bytes) {
        for (byte b : bytes) {
            if (b <= 0) {
                return b == 0 ? null : decodedStrictly(bytes);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String decodedStrictly(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException invalid) {
            return null;
        }
    }
}
