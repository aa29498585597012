package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.protocol.MigrationException;

/** Every mistake has a case in plan-errors.txt: a plan, and what is told of it, word by word. */
class PlanErrorsTest {
    @TempDir
    private Path folder;

    record Case(String plan, String told) {}

    static List<Case> cases() throws IOException {
        try (InputStream in = PlanErrorsTest.class.getResourceAsStream("plan-errors.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            return Arrays.stream(text.split("\n=====\n"))
                    .map(part -> part.split("\n-----\n"))
                    .map(halves -> new Case(halves[0], halves.length > 1 ? halves[1].strip() : ""))
                    .toList();
        }
    }

    private static List<String> told(String plan) {
        return catchThrowableOfType(MigrationException.class, () -> PlanFile.parse("plan.yaml", plan))
                .lines();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsWhatIsWrongAndWhereAndWhatToDo(Case wrong) {
        assertThat(String.join("\n", told(wrong.plan))).isEqualTo(wrong.told);
    }

    @Test
    void thereIsACaseForEachMistake() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(100);
    }

    @Test
    void tellsTheFirstTwentyOfMany() {
        String plan = "keyspaces:\n" + "  - {pattern: 'a{', layout: native}\n".repeat(25);

        assertThat(told(plan))
                .hasSize(21)
                .startsWith("plan.yaml:2:15: the pattern \"a{\" cannot be read: a { without its }: write {{ for the"
                        + " character itself")
                .endsWith("plan.yaml: and 5 more");
    }

    @Test
    void whatCouldHideTheRestOfALineIsEscaped() {
        assertThat(told("keyspaces: []\n\"a\\r\\e[2K\": 1").getFirst()).contains("\"a\\u000d\\u001b[2K\"");
    }

    @Test
    void aFileThatCannotBeReadIsTold() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), "name: \u00e9".getBytes(ISO_8859_1));
        Path big = Files.write(folder.resolve("big.yaml"), new byte[(4 << 20) + 1]);

        assertThatThrownBy(() -> PlanFile.read(latin)).hasMessageContaining("it is not UTF-8");
        assertThatThrownBy(() -> PlanFile.read(big)).hasMessageContaining("it is over 4 MiB");
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("none.yaml")))
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> PlanFile.parse("a.yaml", " ")).hasMessageContaining("a.yaml:1:1: the file is empty");
    }

    @Test
    void aCharacterThatYamlDoesNotHaveIsTold() {
        assertThat(told("keyspaces: []\nname: \u0007"))
                .singleElement()
                .asString()
                .contains("the character U+0007 cannot stand in a plan");
    }

    @Test
    void jsonIsYamlAndMayHaveTabs() {
        String json = "{\n\t\"keyspaces\": [{\"pattern\": \"a\", \"layout\": \"natve\"}]}";

        assertThat(catchThrowableOfType(MigrationException.class, () -> PlanFile.parse("plan.json", json))
                        .lines())
                .containsExactly(
                        "plan.json:2:43: \"layout\" of keyspace a cannot be \"natve\": did you mean \"native\"?");
        assertThat(PlanFile.parse("plan.json", json.replace("natve", "native")).keyspaces())
                .hasSize(1);
    }

    @Test
    void noPasswordIsToldInAnError() {
        assertThat(told("source: redis://:secret@host\nsink: [x]\nkeyspaces: []").stream()
                        .collect(Collectors.joining()))
                .doesNotContain("secret");
    }
}
