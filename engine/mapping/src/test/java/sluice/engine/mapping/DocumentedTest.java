package sluice.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.engine.mapping.keys.CaptureType;
import sluice.protocol.MigrationException;

/** What the documentation and the JSON Schema say is what the parser does. */
class DocumentedTest {
    private static final Path DOCS = Path.of("../../docs");
    private static JsonNode schema;

    @BeforeAll
    static void readTheSchema() throws IOException {
        schema = new ObjectMapper().readTree(DOCS.resolve("plan.schema.json").toFile());
    }

    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher blocks = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(page());
        while (blocks.find()) {
            examples.add(blocks.group(1));
        }
        return examples;
    }

    private static String page() throws IOException {
        return Files.readString(DOCS.resolve("mapping/plans.md"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAPlan(String example) {
        assertThat(Mapping.of(PlanFile.parse("plans.md", example)).schema().tables())
                .isNotEmpty();
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(1);
    }

    @Test
    void thePageNamesEveryWord() throws IOException {
        String page = page();
        Stream.of(
                        PlanKeys.PLAN,
                        PlanKeys.OPTIONS,
                        PlanKeys.GATES,
                        PlanKeys.TABLE,
                        PlanKeys.TABLE_COLUMN,
                        PlanKeys.REFERENCE,
                        PlanKeys.COLLISIONS,
                        PlanKeys.KEYSPACE,
                        PlanKeys.COLUMN,
                        PlanKeys.COLUMN_TYPES,
                        PlanKeys.SOURCES,
                        PlanKeys.KEEP,
                        PlanKeys.EACH,
                        Normalisation.words(),
                        CaptureType.words())
                .flatMap(List::stream)
                .forEach(word -> assertThat(page).contains(word));
    }

    @Test
    void theSchemaKnowsTheKeysThatTheParserKnows() {
        assertThat(keys(schema)).containsExactlyElementsOf(PlanKeys.PLAN);
        assertThat(keysOf("options")).containsExactlyElementsOf(PlanKeys.OPTIONS);
        assertThat(keysOf("gates")).containsExactlyElementsOf(PlanKeys.GATES);
        assertThat(keysOf("table")).containsExactlyElementsOf(PlanKeys.TABLE);
        assertThat(keysOf("tableColumn")).containsExactlyElementsOf(PlanKeys.TABLE_COLUMN);
        assertThat(keysOf("reference")).containsExactlyElementsOf(PlanKeys.REFERENCE);
        assertThat(keysOf("collisions")).containsExactlyElementsOf(PlanKeys.COLLISIONS);
        assertThat(keysOf("keyspace")).containsExactlyElementsOf(PlanKeys.KEYSPACE);
        assertThat(keysOf("into")).containsExactlyElementsOf(PlanKeys.INTO);
        assertThat(keysOf("column")).containsExactlyElementsOf(PlanKeys.COLUMN);
    }

    @Test
    void theSchemaKnowsTheWordsThatTheParserKnows() {
        assertThat(words("/$defs/columnType/enum")).isEqualTo(PlanKeys.COLUMN_TYPES);
        assertThat(words("/$defs/keep/enum")).isEqualTo(PlanKeys.KEEP);
        assertThat(words("/$defs/collisions/properties/merge/additionalProperties/enum"))
                .isEqualTo(PlanKeys.MERGE);
        assertThat(words("/$defs/kind/enum")).isEqualTo(PlanKeys.KINDS);
        assertThat(words("/$defs/each/oneOf/0/enum")).isEqualTo(PlanKeys.EACH);
        assertThat(words("/$defs/source/anyOf/0/enum")).isEqualTo(PlanKeys.SOURCES);
        assertThat(words("/$defs/normalisation/enum")).isEqualTo(Normalisation.words());
        assertThat(words("/properties/otherwise/enum")).isEqualTo(PlanKeys.OTHERWISE);
        assertThat(words("/$defs/options/properties/verify/enum")).isEqualTo(PlanKeys.VERIFY);
        assertThat(words("/$defs/table/properties/timestamps/enum")).isEqualTo(PlanKeys.TIMESTAMPS);
        assertThat(words("/$defs/column/properties/as/enum")).isEqualTo(PlanKeys.TIMESTAMPS);
        assertThat(words("/$defs/reference/properties/orphans/enum")).isEqualTo(PlanKeys.ORPHANS);
        assertThat(words("/$defs/reference/properties/on-delete/enum")).isEqualTo(PlanKeys.ON_DELETE);
        assertThat(words("/$defs/keyspace/properties/layout/enum")).isEqualTo(PlanKeys.LAYOUTS);
        assertThat(words("/$defs/table/properties/existing/enum").subList(2, 4)).isEqualTo(PlanKeys.EXISTING);
    }

    /** The lists above are what the parser goes by: each of their words passes where it belongs. */
    @Test
    void theParserTakesEveryWordOfTheLists() {
        for (String otherwise : PlanKeys.OTHERWISE) {
            assertThat(told("keyspaces: [{pattern: a, layout: native}]\notherwise: " + otherwise))
                    .isEmpty();
        }
        for (String type : PlanKeys.COLUMN_TYPES) {
            assertThat(told("keyspaces: []\ntables: {t: {columns: {a: " + type + "}}}"))
                    .isEmpty();
        }
        for (String source : PlanKeys.SOURCES) {
            String told = told("tables: {t: {columns: {a: any}}}\n" + "keyspaces: [{pattern: a, table: t, columns: {a: "
                    + source + "}}]");
            assertThat(told).doesNotContain("there is no source");
        }
    }

    private static String told(String plan) {
        try {
            PlanFile.parse("plan.yaml", plan);
            return "";
        } catch (MigrationException told) {
            return String.join("\n", told.lines());
        }
    }

    private static List<String> keysOf(String definition) {
        return keys(schema.path("$defs").path(definition));
    }

    private static List<String> keys(JsonNode definition) {
        assertThat(definition.path("additionalProperties").asBoolean(true)).isFalse();
        List<String> keys = new ArrayList<>();
        definition.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> words(String pointer) {
        JsonNode[] words = schema.at(pointer).valueStream().toArray(JsonNode[]::new);
        return Arrays.stream(words).map(JsonNode::asText).toList();
    }
}
