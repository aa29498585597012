package sluice.adapters.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.protocol.RedisProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.fuzz.Damage;
import sluice.adapters.contract.fuzz.Fuzzing;

/** Replies that lie about their length, nest without end, or are damaged, however their bytes are cut. */
class HostileRepliesTest {
    private static final long ALLOCATED_MIN = 8 << 20;
    private static final long ALLOCATED_EACH_BYTE = 64;
    private static final String[] HEADS = {
        "$2147483647\r\n",
        "$2147483583\r\n",
        "*1000000000\r\n",
        "*2147483647\r\n",
        "*2147483648\r\n",
        "$-2\r\n",
        "*-2\r\n",
        "$9223372036854775807\r\n",
        "*9223372036854775808\r\n",
        "$\r\n",
        "*\r\n",
        ":\r\n",
        "*1\r\n",
        "*4096\r\n",
        "%2\r\n",
        ">1\r\n",
        "_\r\n",
        "\r\n",
        "\n",
        "$00\r\n\r\n",
        "$-0\r\n\r\n",
        "-\r\n",
        "+",
        ":-9223372036854775808\r\n",
        ":-\r\n",
        "$5\r\nab\r\nc\r\n",
        "$2\r\nabc\r\n",
        "*-1\r\n",
        "$-1\r\n"
    };

    @Test
    void givesRepliesOrSaysThatTheyAreNoneHoweverTheyAreCut() {
        byte[] valid = bytes("+OK\r\n"
                + ":-42\r\n"
                + "$3\r\n"
                + "abc\r\n"
                + "*2\r\n"
                + "$1\r\n"
                + "0\r\n"
                + "*3\r\n"
                + "$4\r\n"
                + "a\r\n"
                + "b\r\n"
                + "$-1\r\n"
                + "*0\r\n"
                + "-ERR no\r\n"
                + "$0\r\n\r\n");

        Fuzzing.of("damaged replies", 20_000).run(random -> {
            Damage damage = new Damage(random);
            byte[] stream = valid;
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] head = bytes(HEADS[random.nextInt(HEADS.length)]);
                stream = damage.draw(stream, head).apply(stream);
            }
            String hex = HexFormat.of().formatHex(stream);
            long before = Fuzzing.allocated();
            String whole = decoded(stream, stream.length, random);
            assertThat(Fuzzing.allocated() - before)
                    .as(hex)
                    .isLessThan(ALLOCATED_MIN + ALLOCATED_EACH_BYTE * stream.length);

            assertThat(decoded(stream, 1 + random.nextInt(3), random)).as(hex).isEqualTo(whole);
            assertThat(decoded(stream, 1 + random.nextInt(40), random)).as(hex).isEqualTo(whole);
            return whole;
        });
    }

    @Test
    void endsWhatNestsWithoutEnd() {
        ReplyDecoder decoder = new ReplyDecoder(reply -> {});
        byte[] one = bytes("*1000000000\r\n");
        assertThatThrownBy(() -> {
                    for (int depth = 0; depth < 1_000_000; depth++) {
                        decoder.take(one, 0, one.length);
                    }
                })
                .isInstanceOf(RedisProtocolException.class);
    }

    /** Only a server that has sent a sixteenth of a value is believed to send the rest. */
    @Test
    void makesRoomForNoMoreThanSomeTimesOfWhatCame() {
        ReplyDecoder decoder = new ReplyDecoder(reply -> {});
        byte[] head = bytes("$2147483000\r\n");
        byte[] piece = new byte[1 << 16];
        decoder.take(head, 0, head.length);
        long before = Fuzzing.allocated();
        for (int come = 0; come < 5 << 20; come += piece.length) {
            decoder.take(piece, 0, piece.length);
        }

        assertThat(Fuzzing.allocated() - before).isLessThan(100L << 20);
    }

    /** What came, and where it broke off; the text of the fault may tell less of a line that came in parts. */
    private static String decoded(byte[] stream, int mostAtOnce, Random random) {
        List<@Nullable Object> replies = new ArrayList<>();
        ReplyDecoder decoder = new ReplyDecoder(replies::add);
        try {
            for (int from = 0; from < stream.length; ) {
                int to = Math.min(stream.length, from + 1 + random.nextInt(mostAtOnce));
                byte[] piece = Arrays.copyOfRange(stream, from, to);
                decoder.take(piece, 0, piece.length);
                from = to;
            }
        } catch (RedisProtocolException foreign) {
            return shown(replies) + " then none";
        }
        return shown(replies);
    }

    private static String shown(@Nullable Object reply) {
        return switch (reply) {
            case null -> "nil";
            case byte[] bytes -> "'" + new String(bytes, ISO_8859_1) + "'";
            case List<?> list ->
                list.stream().map(HostileRepliesTest::shown).toList().toString();
            default -> reply.toString();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
