package sluice.adapters.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.protocol.RedisProtocolException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecoderTest {
    private static final int DEPTH = 4;

    @Test
    void understandsEveryKindOfReply() {
        assertThat(decoded("+OK\r\n")).isEqualTo("[OK]");
        assertThat(decoded("+\r\n$0\r\n\r\n")).isEqualTo("[, ]");
        assertThat(decoded("-WRONGTYPE no\r\n")).isEqualTo("[Refusal[text=WRONGTYPE no]]");
        assertThat(decoded(":-42\r\n:9223372036854775807\r\n")).isEqualTo("[-42, 9223372036854775807]");
        assertThat(decoded("$-1\r\n*-1\r\n*0\r\n")).isEqualTo("[null, null, []]");
        assertThat(decoded("*2\r\n$1\r\n0\r\n*2\r\n$4\r\na\r\nb\r\n$-1\r\n")).isEqualTo("[[0, [a\r\nb, null]]]");
        assertThat(decoded("*1\r\n*1\r\n*0\r\n+next\r\n")).isEqualTo("[[[[]]], next]");
    }

    @Test
    void givesTheSameRepliesHoweverTheirBytesAreCut() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            List<@Nullable Object> expected = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                expected.add(write(stream, random, DEPTH));
            }
            byte[] bytes = stream.toByteArray();
            List<@Nullable Object> replies = new ArrayList<>();
            ReplyDecoder decoder = new ReplyDecoder(replies::add);
            int mostAtOnce = 1 + random.nextInt(random.nextBoolean() ? 3 : 5_000);
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(mostAtOnce));
                // Only what is given may be looked at: the rest of the array is something else.
                byte[] piece = new byte[to - from + 4];
                System.arraycopy(bytes, from, piece, 2, to - from);
                decoder.take(piece, 2, 2 + to - from);
                from = to;
            }

            assertThat(shown(replies)).as("seed " + seed).isEqualTo(shown(expected));
        }
    }

    @Test
    void aContentBiggerThanWhatIsBelievedComesWhole() {
        byte[] content = new byte[9 << 20];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        writeBulk(stream, content);
        byte[] bytes = stream.toByteArray();
        List<@Nullable Object> replies = new ArrayList<>();
        ReplyDecoder decoder = new ReplyDecoder(replies::add);
        for (int from = 0; from < bytes.length; from += 70_001) {
            decoder.take(bytes, from, Math.min(bytes.length, from + 70_001));
        }

        assertThat((byte[]) replies.getFirst()).isEqualTo(content);
        assertThat(replies).hasSize(1);
    }

    /** Had it believed these, there would be no memory for the second. */
    @Test
    void aLengthThatLiesCostsNothingUntilTheBytesCome() {
        List<ReplyDecoder> decoders = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            ReplyDecoder decoder = new ReplyDecoder(reply -> {});
            byte[] head = "*2147483647\r\n*2000000000\r\n$2147483000\r\nabc".getBytes(ISO_8859_1);
            decoder.take(head, 0, head.length);
            decoders.add(decoder);
        }

        assertThat(decoders).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n",
                "H",
                "\r\n",
                "\n",
                "$x\r\n",
                "$\r\n",
                ":12a\r\n",
                "*12345678901234567890123\r\n",
                "*99999999999\r\n",
                "$9999999999\r\n",
                "$9999999999999999999\r\n",
                ":9223372036854775808\r\n",
                "$-7\r\n",
                "*-9\r\n",
                "$3\r\nabcdef",
                "$3\r\nabc\rx",
                "$0\r\nx",
                "+OK\n",
                "%1\r\n+a\r\n+b\r\n"
            })
    void refusesWhatIsNotTheProtocol(String foreign) {
        assertThatThrownBy(() -> decoded(foreign)).isInstanceOf(RedisProtocolException.class);
    }

    @Test
    void aLengthThatReachesBeyondTheBytesIsWaitedFor() {
        assertThat(decoded("$2147483583\r\n" + "x".repeat(100))).isEqualTo(decoded(""));
        assertThat(decoded(":-9223372036854775808\r\n")).contains("-9223372036854775808");
    }

    @Test
    void refusesLinesAndNestingWithoutEnd() {
        assertThatThrownBy(() -> decoded("+" + "x".repeat(70_000))).isInstanceOf(RedisProtocolException.class);
        assertThatThrownBy(() -> decoded("*1\r\n".repeat(1_000))).isInstanceOf(RedisProtocolException.class);
    }

    /** A random reply; gives back what it should be read as. */
    private static @Nullable Object write(ByteArrayOutputStream stream, Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> {
                String text = "status " + random.nextInt();
                stream.writeBytes(("+" + text + "\r\n").getBytes(ISO_8859_1));
                return text.getBytes(ISO_8859_1);
            }
            case 1 -> {
                long number = random.nextLong() >> random.nextInt(63);
                stream.writeBytes((":" + number + "\r\n").getBytes(ISO_8859_1));
                return number;
            }
            case 2 -> {
                stream.writeBytes("$-1\r\n".getBytes(ISO_8859_1));
                return null;
            }
            case 3 -> {
                String text = "ERR " + "x".repeat(random.nextInt(100));
                stream.writeBytes(("-" + text + "\r\n").getBytes(ISO_8859_1));
                return new Refusal(text);
            }
            case 4, 5 -> {
                byte[] content = new byte[random.nextInt(random.nextInt(10) == 0 ? 20_000 : 40)];
                random.nextBytes(content);
                writeBulk(stream, content);
                return content;
            }
            default -> {
                int count = random.nextInt(6);
                stream.writeBytes(("*" + count + "\r\n").getBytes(ISO_8859_1));
                List<@Nullable Object> list = new ArrayList<>();
                for (int n = 0; n < count; n++) {
                    list.add(write(stream, random, depth - 1));
                }
                return list;
            }
        }
    }

    private static void writeBulk(ByteArrayOutputStream stream, byte[] content) {
        stream.writeBytes(("$" + content.length + "\r\n").getBytes(ISO_8859_1));
        stream.writeBytes(content);
        stream.writeBytes("\r\n".getBytes(ISO_8859_1));
    }

    private static String decoded(String stream) {
        List<@Nullable Object> replies = new ArrayList<>();
        byte[] bytes = stream.getBytes(ISO_8859_1);
        new ReplyDecoder(replies::add).take(bytes, 0, bytes.length);
        return shown(replies);
    }

    private static String shown(@Nullable Object reply) {
        return switch (reply) {
            case null -> "null";
            case byte[] bytes -> new String(bytes, ISO_8859_1);
            case List<?> list ->
                list.stream().map(ReplyDecoderTest::shown).toList().toString();
            default -> reply.toString();
        };
    }
}
