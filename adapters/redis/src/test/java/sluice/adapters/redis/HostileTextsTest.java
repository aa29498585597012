package sluice.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;

/** Addresses, cursors and names of partitions as chance and malice write them. */
class HostileTextsTest {
    private static final String ALPHABET =
            "abcXYZ0189 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00e9\u00df\u4f60\ud83d\ude00\t\n\r\u0000\u007f\ufffd";
    private static final String[] FORMS = {
        "redis://%s@h",
        "redis://%s@h:7000/3",
        "rediss://%s@[::1]:7000/3?verify=none",
        "redis-socket://%s@/run/r.sock?db=2"
    };
    private static final String[] SCRAPS = {
        "redis://",
        "rediss://",
        "redis-socket://",
        "@",
        ":",
        "/",
        "?",
        "#",
        "%",
        "%4",
        "%zz",
        "%00",
        "%ff",
        "[",
        "]",
        "::1",
        "h",
        "6379",
        "99999",
        "db=",
        "verify=",
        "timeout=",
        "&",
        "..",
        "\n",
        " ",
        "0",
        "-1",
        "\u4f60"
    };

    @Test
    void everyEncodedUserAndPasswordComesThroughUnchanged() {
        Fuzzing.of("encoded passwords", 8_000).run(random -> {
            String user = "u" + drawn(random);
            String password = "p" + drawn(random);
            String form = FORMS[random.nextInt(FORMS.length)];

            RedisAddress address = RedisAddress.parse(String.format(form, encoded(user) + ":" + encoded(password)));

            assertThat(address.user()).isEqualTo(user);
            assertThat(address.password()).isEqualTo(password);
            return address.toString();
        });
    }

    /** As they are, some are understood and some are not; none is shown, in whole or in the part that ends it. */
    @Test
    void noPasswordIsEverShownEncodedOrNot() {
        Fuzzing.of("bare passwords", 8_000).run(random -> {
            String secret = "S3cret" + random.nextInt(1000);
            String password = drawn(random) + secret + drawn(random).replace("@", "");
            String uri = String.format(FORMS[random.nextInt(FORMS.length)], "user:" + password);

            String told = told(uri);

            assertThat(RedisAddress.redact(uri) + told).as(uri).doesNotContain(secret);
            return told;
        });
    }

    @Test
    void everyAddressIsUnderstoodOrRefusedInOneLine() {
        Fuzzing.of("addresses", 15_000).run(random -> {
            StringBuilder uri = new StringBuilder(SCRAPS[random.nextInt(3)]);
            for (int i = random.nextInt(12); i > 0; i--) {
                uri.append(SCRAPS[random.nextInt(SCRAPS.length)]);
            }
            return told(uri.toString());
        });
    }

    private static String told(String uri) {
        try {
            RedisAddress address = RedisAddress.parse(uri);
            assertThat(address.toString().chars().noneMatch(Character::isISOControl))
                    .as(uri)
                    .isTrue();
            return "understood";
        } catch (MigrationException refused) {
            String message = String.valueOf(refused.getMessage());
            assertThat(message.chars().noneMatch(Character::isISOControl))
                    .as(uri)
                    .isTrue();
            assertThat(refused.fault()).isEqualTo(MigrationException.Fault.REFUSED);
            assertThat(refused.hint()).isNotEmpty();
            return refused.why();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "redis://u:sec?ret@h, redis://…",
        "redis://u:se@c?ret@h, redis://…",
        "redis://h?password=sec@ret, redis://…",
        "redis://:secret, redis://:…",
        "redis:///secret@h, redis://h",
        "redis://h:6379/x, redis://h:6379/x"
    })
    void showsNothingOfWhatMayBeAPassword(String uri, String shown) {
        assertThat(RedisAddress.redact(uri)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:se/cret@h",
                "redis://u:se?cret@h",
                "redis://u:se#cret@h",
                "redis://u:se%cret@h",
                "redis://u:%ff@h",
                "redis-socket://u:p@/se/cret@/run/r.sock"
            })
    void saysHowToEncodeAPassword(String uri) {
        assertThatThrownBy(() -> RedisAddress.parse(uri))
                .hasMessageContaining("%2F")
                .hasMessageContaining("SLUICE_SOURCE_PASSWORD");
    }

    @Test
    void anEmptyPasswordIsNone() {
        assertThat(RedisAddress.parse("redis://u:@h").password()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "1:0",
                "-1:0",
                "0:-1",
                "0:18446744073709551616",
                "0:1:2",
                "0:x",
                "99999999999:1",
                "+0:1",
                " 0:1"
            })
    void refusesACursorThatIsNoneOfOurs(String text) {
        assertThatThrownBy(() -> Position.of(new Cursor(text), 1))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("--fresh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "db",
                "db0 slice 0/8",
                "db0 slice 9/8",
                "db0 slice 1/3",
                "db0 slice 1/0",
                "db0 slice 1/4194304",
                "db0 slice",
                "db-1",
                "db0,db1",
                "db9999999999"
            })
    void refusesAPartitionThatIsNoneOfOurs(String name) {
        assertThatThrownBy(() -> Segment.parseAll(name))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("--fresh");
    }

    @Test
    void everyPositionIsReadAsItWasWritten() {
        Fuzzing.of("positions", 5_000).run(random -> {
            Position position = new Position(random.nextInt(5), random.nextLong());
            assertThat(Position.of(position.toCursor(), 5)).isEqualTo(position);
            int bits = random.nextInt(8);
            List<Segment> segments = List.of(
                    new Segment(random.nextInt(16), new ScanSlice(bits, random.nextInt(1 << bits)), false),
                    Segment.whole(3, true));
            assertThat(Segment.parseAll(Segment.nameOf(segments))).isEqualTo(segments);
            return "";
        });
    }

    private static String drawn(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int at = ALPHABET.offsetByCodePoints(0, random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length())));
            text.appendCodePoint(ALPHABET.codePointAt(at));
        }
        return text.toString();
    }

    /** Percent-encoded as any tool would: all but letters and digits. */
    private static String encoded(@Nullable String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : String.valueOf(text).getBytes(UTF_8)) {
            boolean plain = Character.isLetterOrDigit(b & 0xff) && b > 0;
            encoded.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return encoded.toString();
    }
}
