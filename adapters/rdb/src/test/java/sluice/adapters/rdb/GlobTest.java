package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, user:1, true",
        "user:*, user:1, true",
        "user:*, users, false",
        "h?llo, hello, true",
        "h?llo, hllo, false",
        "h[ae]llo, hallo, true",
        "h[^e]llo, hello, false",
        "h[a-c]llo, hbllo, true",
        "h[c-a]llo, hbllo, true",
        "*:*:x, a:b:c:x, true",
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "[\\]], ], true",
        "[abc, c, true",
        "x[, xa, false",
        "*[0-9], user:7, true",
        "'', '', true",
        "**, '', true",
    })
    void meansWhatItMeansToTheServer(String pattern, String name, boolean matches) {
        assertThat(matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void takesBytesOfAnyValue() {
        assertThat(matches("\u00ff\u0000?", "\u00ff\u0000\u00fe")).isTrue();
        assertThat(matches("[\u00f0-\u00ff]", "\u00f7")).isTrue();
    }

    @Test
    void doesNotTakeForeverOnManyStars() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(matches("a*".repeat(40) + "b", "a".repeat(5000)))
                        .isFalse());
    }

    @Property(tries = 3000)
    void agreesWithTheRecursiveDefinition(@ForAll("patterns") String pattern, @ForAll("names") String name) {
        assertThat(matches(pattern, name)).isEqualTo(recursive(pattern, name));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.strings().withChars("ab*?[]^-\\c").ofMaxLength(10);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("abc-]*").ofMaxLength(8);
    }

    private static boolean matches(String pattern, String name) {
        return new Glob(RdbBytes.ascii(pattern)).matches(RdbBytes.ascii(name));
    }

    /** Redis's own stringmatchlen, word by word but for its recursion over substrings. */
    private static boolean recursive(String pattern, String name) {
        if (pattern.isEmpty() || name.isEmpty()) {
            return pattern.replace("*", "").isEmpty() && name.isEmpty();
        }
        char first = pattern.charAt(0);
        if (first == '*') {
            return recursive(pattern.substring(1), name) || recursive(pattern, name.substring(1));
        }
        if (first == '[') {
            return recursiveClass(pattern, name);
        }
        int literal = first == '\\' && pattern.length() > 1 ? 1 : 0;
        boolean matches = (first == '?') || pattern.charAt(literal) == name.charAt(0);
        return matches && recursive(pattern.substring(literal + 1), name.substring(1));
    }

    private static boolean recursiveClass(String pattern, String name) {
        String rest = pattern.substring(1);
        boolean not = rest.startsWith("^");
        rest = not ? rest.substring(1) : rest;
        boolean match = false;
        char c = name.charAt(0);
        while (!rest.isEmpty() && rest.charAt(0) != ']') {
            if (rest.charAt(0) == '\\' && rest.length() >= 2) {
                match |= rest.charAt(1) == c;
                rest = rest.substring(2);
            } else if (rest.length() >= 3 && rest.charAt(1) == '-') {
                match |= c >= Math.min(rest.charAt(0), rest.charAt(2)) && c <= Math.max(rest.charAt(0), rest.charAt(2));
                rest = rest.substring(3);
            } else {
                match |= rest.charAt(0) == c;
                rest = rest.substring(1);
            }
        }
        return match != not && recursive(rest.isEmpty() ? "" : rest.substring(1), name.substring(1));
    }
}
