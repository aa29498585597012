package sluice.engine.mapping.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "a,                            a,                      ''",
                "a,                            ab,                     -",
                "subscriber:{phone},           subscriber:+49170,      +49170",
                "subscriber:{phone},           subscriber:,            ''",
                "subscriber:{phone},           subscribe:+49170,       -",
                "{a}:{b},                      x:y:z,                  x|y:z",
                "{a}:{b},                      :,                      '|'",
                "{a}:{b},                      xy,                     -",
                "feedback:{p}:{at:digits},     feedback:a:b:12,        a:b|12",
                "feedback:{p}:{at:digits},     feedback:all,           -",
                "feedback:{p}:{at:digits},     feedback:a:12x,         -",
                "feedback:{p:word}:{at:digits},feedback:a:b:12,        -",
                "w:{t}:{id:uuid},   w:a:b:123e4567-E89B-12d3-a456-426614174000,"
                        + " a:b|123e4567-E89B-12d3-a456-426614174000",
                "w:{t}:{id:uuid},              w:a:123e4567-e89b-12d3-a456-42661417400,  -",
                "c:{p}:{d:date},               c:1:2026-02-29,         1|2026-02-29",
                "c:{p}:{d:date},               c:1:2026-02-30,         -",
                "c:{p}:{d:date},               c:1:2026-13-01,         -",
                "n:{i:integer},                n:-12,                  -12",
                "n:{i:integer},                n:-,                    -",
                "n:{i:integer},                n:,                     -",
                "n:{h:hex},                    n:00fF,                 00fF",
                "n:{h:hex},                    n:0g,                   -",
                "{{{a}}},                      {x},                    x",
                "{d:date}{id:uuid},  2026-01-01123e4567-e89b-12d3-a456-426614174000, "
                        + "2026-01-01|123e4567-e89b-12d3-a456-426614174000",
                "a{x}a{y}a,                    aaaa,                   '|a'",
                "{x}:end,                      a:end:end,              a:end",
                "{x:digits}-{y:digits},        1-2-3,                  -",
                "é:{x},                        Ã©:1,                   1",
            })
    void takesWhatItSays(String pattern, String key, String captures) {
        int[] found = KeyPattern.room();
        byte[] bytes = key.getBytes(ISO_8859_1);

        boolean matches = KeyPattern.parse(pattern).match(bytes, found);

        assertThat(matches).isEqualTo(captures != null);
        assertThat(KeyPattern.parse(pattern).matches(bytes)).isEqualTo(matches);
        if (captures != null) {
            assertThat(captured(pattern, bytes, found)).isEqualTo(captures);
        }
    }

    private static String captured(String pattern, byte[] key, int[] found) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < KeyPattern.parse(pattern).captures().size(); i++) {
            texts.add(new String(key, found[2 * i], found[2 * i + 1] - found[2 * i], ISO_8859_1));
        }
        return String.join("|", texts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';            it is empty",
                "a{;            a { without its }",
                "a};            a } without its {",
                "{};            \"\" is no name of a capture",
                "{a b};         \"a b\" is no name of a capture",
                "{a}{b};        two captures stand side by side",
                "{a}:{a};       two captures are called a",
                "{a:digit};     a capture cannot be of type \"digit\": did you mean \"digits\"?",
                "{a:};          a capture cannot be of type \"\"",
            })
    void saysWhatIsWrongWithAPattern(String pattern, String why) {
        assertThatThrownBy(() -> KeyPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "{a},                    x:{b},                      true",
        "x:{a},                  x:{b},                      true",
        "x:{a},                  x:y:{b},                    true",
        "x:{a},                  {b},                        false",
        "x:{a:digits},           x:{b},                      false",
        "x:{a},                  x:{b:digits},               true",
        "x:{a:integer},          x:{b:digits},               true",
        "x:{a:digits},           x:{b:integer},              false",
        "x:{a:word},             x:{b:uuid},                 true",
        "x:{a:word},             x:a:{b:uuid},               false",
        "{a}:{b},                x:{c}:{d:date},             true",
        "feedback:{p}:{at:digits}, feedback:all,             false",
        "feedback:{rest},        feedback:all,               true",
        "a{x}c,                  abc,                        true",
        "a{x}c,                  a{y}bc,                     true",
        "a{x}bc,                 a{y}c,                      false",
    })
    void knowsWhichPatternsItCovers(String one, String other, boolean covers) {
        assertThat(KeyPattern.parse(one).covers(KeyPattern.parse(other))).isEqualTo(covers);
    }

    @Test
    void whatItCoversItMatches() {
        long seed = 20261121;
        Random random = new Random(seed);
        String[] parts = {"a", "b", ":", "{%:digits}", "{%}", "{%:word}", "1"};
        int covered = 0;
        for (int round = 0; round < 20_000; round++) {
            KeyPattern one = pattern(random, parts);
            KeyPattern other = pattern(random, parts);
            if (one.covers(other)) {
                byte[] key = key(random);
                covered++;
                assertThat(!other.matches(key) || one.matches(key))
                        .as("seed %d: %s covers %s, key %s", seed, one, other, new String(key, ISO_8859_1))
                        .isTrue();
            }
        }
        assertThat(covered).isGreaterThan(100);
    }

    private static KeyPattern pattern(Random random, String[] parts) {
        StringBuilder text = new StringBuilder();
        boolean afterCapture = false;
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            String part = parts[random.nextInt(parts.length)];
            boolean capture = part.startsWith("{");
            text.append(capture && afterCapture ? ":" : "").append(part.replace("%", "c" + i));
            afterCapture = capture;
        }
        return KeyPattern.parse(text.toString());
    }

    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(6)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) "ab:1".charAt(random.nextInt(4));
        }
        return key;
    }

    /** Without remembering what failed this would take longer than anybody waits. */
    @Test
    @Timeout(20)
    void noKeyTakesLong() {
        KeyPattern pattern = KeyPattern.parse("{a}-{b:word}-{c:word}-{d:word}-{e:word}-{f:word}-{g:word}x");

        assertThat(pattern.matches("-".repeat(2_000).getBytes(ISO_8859_1))).isFalse();
    }

    @Test
    void theIndexGivesThePatternsWhoseBeginningAKeyHasInTheirOrder() {
        KeyIndex index = new KeyIndex(List.of(
                KeyPattern.parse("user:{id}:name"),
                KeyPattern.parse("{any}"),
                KeyPattern.parse("user:all"),
                KeyPattern.parse("us{x}"),
                KeyPattern.parse("w{x}")));

        assertThat(index.candidates("user:7:name".getBytes(ISO_8859_1))).containsExactly(0, 1, 3);
        assertThat(index.candidates("user:all".getBytes(ISO_8859_1))).containsExactly(0, 1, 2, 3);
        assertThat(index.candidates("u".getBytes(ISO_8859_1))).containsExactly(1);
        assertThat(index.candidates(new byte[0])).containsExactly(1);
    }
}
