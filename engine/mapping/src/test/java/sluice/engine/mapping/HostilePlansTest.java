package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.protocol.MigrationException;

/** Plans as hands, editors and enemies leave them: each is a mapping, or a list of mistakes with their places. */
class HostilePlansTest {
    private static final long ALLOCATED_MAX = 400L << 20;
    private static final int LINE_MAX = 2_000;
    private static final Pattern TOLD =
            Pattern.compile("(?s).*plan\\.(yaml|json)(:[1-9][0-9]*:[1-9][0-9]*|: and [0-9]+ more).*");
    private static final List<String> ODD = List.of(
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!!binary ",
            "!x ",
            "<<: ",
            "? ",
            "- ",
            ": ",
            "#",
            "|\n",
            ">\n",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "\t",
            "\r\n",
            "\r",
            "\u0000",
            "\u0007",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\u202e",
            "null",
            "~",
            "true",
            "no",
            "\"",
            "'",
            "{x}",
            "{{",
            "}}",
            "{a:digits}{b:digits}",
            "$..x",
            "$[*][*]",
            "@[999999999999]",
            "-1",
            "1e999",
            "0x7fffffffffffffff",
            "0o17",
            "1_000",
            ".inf",
            ".nan",
            "9".repeat(30),
            "9".repeat(2_000),
            "x".repeat(300),
            "x".repeat(20_000),
            "[".repeat(60),
            "{a: ".repeat(2_000),
            "%");

    private static List<String> good;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readGoodPlans() throws IOException {
        good = new ArrayList<>(DocumentedTest.examples());
        good.add(Files.readString(Path.of("../../examples/languagebuddy/plan.yaml")));
        PlanErrorsTest.cases().forEach(each -> good.add(each.plan()));
    }

    @Test
    void everyPlanIsAMappingOrAListOfMistakes() {
        Fuzzing fuzzing = Fuzzing.of("plans", 800);

        fuzzing.run(random -> outcome(random.nextInt(4) == 0 ? "plan.json" : "plan.yaml", mutated(random)));

        assertThat(fuzzing.kinds()).isGreaterThan(50);
    }

    private static byte[] mutated(Random random) {
        String text = good.get(random.nextInt(good.size()));
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            text = random.nextBoolean() ? inLines(text, random) : inText(text, random);
        }
        byte[] bytes = text.getBytes(UTF_8);
        if (random.nextInt(5) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(50) == 0 ? text.getBytes(ISO_8859_1) : bytes;
    }

    private static String inLines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(7)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(other, lines.get(at));
            case 2 -> lines.set(at, lines.set(other, lines.get(at)));
            case 3 -> lines.set(at, " ".repeat(random.nextInt(5)) + lines.get(at));
            case 4 -> lines.set(at, lines.get(at).replaceFirst(" +", ""));
            case 5 -> lines.addAll(at, linesOf(good.get(random.nextInt(good.size())), random));
            default -> {
                String line = lines.get(at);
                lines.addAll(
                        at,
                        IntStream.range(0, 1 + random.nextInt(200))
                                .mapToObj(i -> line)
                                .toList());
            }
        }
        return String.join(random.nextInt(8) == 0 ? "\r\n" : "\n", lines);
    }

    private static List<String> linesOf(String text, Random random) {
        List<String> lines = text.lines().toList();
        int from = random.nextInt(lines.size() + 1);
        return lines.subList(from, from + random.nextInt(lines.size() - from + 1));
    }

    private static String inText(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int behind = Math.min(text.length(), at + random.nextInt(6));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(behind);
            case 2 -> text.replaceFirst("(?<=[:,] )[a-z0-9.-]+", Matcher.quoteReplacement(odd(random)));
            default -> text.substring(0, at) + odd(random) + text.substring(behind);
        };
    }

    private static String odd(Random random) {
        return ODD.get(random.nextInt(ODD.size()));
    }

    private String outcome(String name, byte[] plan) throws IOException {
        Path file = Files.write(folder.resolve(name), plan);
        long before = Fuzzing.allocated();
        String outcome = outcome(file);
        long allocated = Fuzzing.allocated() - before;
        assertThat(allocated).as("bytes allocated for %d", plan.length).isLessThan(ALLOCATED_MAX);
        return outcome;
    }

    /** What is told of a file, each line of it checked. */
    private static String outcome(Path file) {
        try {
            Mapping.of(PlanFile.read(file));
            return "a mapping";
        } catch (MigrationException told) {
            assertThat(told.fault()).isEqualTo(MigrationException.Fault.REFUSED);
            assertThat(told.lines()).isNotEmpty().hasSizeLessThanOrEqualTo(21).allSatisfy(line -> {
                assertThat(line.length()).as(line).isLessThan(LINE_MAX);
                assertThat(line).doesNotContainPattern("\\p{Cntrl}").doesNotContain("Exception");
                assertThat(TOLD.matcher(line).matches() || line.startsWith("cannot read"))
                        .as(line)
                        .isTrue();
            });
            return told.lines().getFirst().replaceFirst(".*?plan", "plan").replaceAll("\"[^\"]*\"", "…");
        }
    }

    @ParameterizedTest
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(
            strings = {
                "%s: 1\n",
                "keyspaces:\n\f- {pattern: '%s:{x}', layout: native}\n",
                "keyspaces:\n\f- {pattern: '{%s}:{x}', layout: native}\n",
                "keyspaces:\n\f- {pattern: '%s', layot: native}\n",
                "tables:\n\f  t%s: {columns: {a: text}}\n",
                "tables:\n\f  t%s: {columns: {a: txt}, primary-key: b}\n",
                "tables:\n  t:\n    columns:\n\f      c%s: text\n",
                "tables:\n  t:\n    columns:\n      a: text\n    unique:\n\f      - [c%s]\n",
                "tables:\n  t:\n    columns:\n      a: text\n    references:\n\f      - {columns: a, table: t%s}\n",
                "&a%s x: 1\n",
                "gates: {\f rejects%s: 1,\n",
                "name: \"\f%s,\n",
                "keyspaces: [{layout: native, pattern: \"\f{a%s}\n",
                "\f- &a%s [1]\n",
                "a: &a%s [1, 2]\nb%s: *a%s\n"
            })
    void aFileOfManyMistakesIsToldSoon(String line) throws IOException {
        String head = line.contains("\f") ? line.substring(0, line.indexOf('\f')) : "";
        String each = line.substring(line.indexOf('\f') + 1);
        String text = head
                + IntStream.range(0, (256 << 10) / each.length())
                        .mapToObj(i -> each.replace("%s", String.valueOf(i)))
                        .collect(Collectors.joining());

        assertThat(outcome("plan.yaml", text.getBytes(UTF_8))).isNotEmpty();
    }

    @ParameterizedTest
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(
            strings = {
                "name: %s\nkeyspaces: []\n",
                "%s: 1\n",
                "keyspaces: [{pattern: \"%s\", layout: native}]\n",
                "keyspaces: [{pattern: \"{%s}\", layout: native}]\n",
                "keyspaces: [{pattern: a, %s: native}]\n",
                "keyspaces: [{pattern: a, table: %s, columns: {a: key}}]\n",
                "tables: {%s: {columns: {a: text}}}\nkeyspaces: [{pattern: a, table: x, columns: {a: key}}]\n",
                "tables: {t: {columns: {%s: text}}}\nkeyspaces: [{pattern: a, table: t, columns: {%sy: key}}]\n",
                "tables: {t: {columns: {a: text}, checks: [\"%s\"]}}\n"
                        + "keyspaces: [{pattern: a, table: t, columns: {a: key}}]\n",
                "tables: {t: {columns: {a: text}}}\nkeyspaces: [{pattern: a, table: t, columns: {a: \"$.%s\"}}]\n",
                "tables: {t: {columns: {a: text}}}\nkeyspaces: [{pattern: a, table: t, columns: {a: \"%s\"}}]\n",
                "tables: {t: {columns: {a: integer}}}\n"
                        + "keyspaces: [{pattern: a, table: t, columns: {a: {constant: %s}}}]\n",
                "gates: {rejects: %s}\nkeyspaces: []\n",
                "retire-after: %s\nkeyspaces: []\n"
            })
    void aHugeWordIsToldSoon(String plan) throws IOException {
        for (String part : List.of("x", "9", "{a}", "ab:", "[*]")) {
            String word = part.repeat((100 << 10) / part.length());

            assertThat(outcome("plan.yaml", plan.replace("%s", word).getBytes(UTF_8)))
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{\"a\":", "a:\n ", "[[],"})
    void depthIsTold(String opening) throws IOException {
        byte[] deep = opening.repeat(100_000).getBytes(UTF_8);

        assertThat(outcome("plan.yaml", deep)).isNotEqualTo("a mapping");
        assertThat(outcome("plan.json", deep)).isNotEqualTo("a mapping");
    }

    @Test
    void aliasesAreToldAndNeverCarriedOut() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        assertThat(outcome("plan.yaml", bomb.toString().getBytes(UTF_8))).contains("unknown key");
    }

    @Test
    void tenMebibytesAreRefusedUnread() throws IOException {
        byte[] big = new byte[10 << 20];
        Arrays.fill(big, (byte) ' ');
        long before = Fuzzing.allocated();

        assertThat(outcome("plan.yaml", big)).contains("it is over 4 MiB");
        assertThat(Fuzzing.allocated() - before).isLessThan(1 << 20);
    }

    @Test
    void markOfByteOrderAndLineEndsOfWindowsAreFine() throws IOException {
        String plan = "\ufeff" + good.getFirst().replace("\n", "\r\n");

        assertThat(outcome("plan.yaml", plan.getBytes(UTF_8))).isEqualTo("a mapping");
    }
}
