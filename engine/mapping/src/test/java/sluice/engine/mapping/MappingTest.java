package sluice.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MappingTest {
    private static final String[] PLAN = {
        "tables:",
        "  t:",
        "    columns: {a: text, b: integer, c: json, d: timestamp}",
        "    primary-key: a",
        "keyspaces:",
        "  - pattern: 'x:{a}'",
        "    type: string",
        "    table: t",
        "    columns: {a: '{a}', b: $.n, c: value, d: {from: $.t, optional: true}}",
        "  - pattern: 'h:{a}'",
        "    type: hash",
        "    into:",
        "      - {table: t, each: fields, columns: {a: name, b: element}}",
        "  - pattern: 'w:{a}'",
        "    into:",
        "      - {table: t, each: '$.x[*].y', columns: {a: '@[0]', b: position, c: '@'}}",
        "  - {pattern: 'no:{rest}', ignore: true}",
    };

    private final Mapped mapped = new Mapped(PLAN);

    @Test
    void makesARecordOfADocument() {
        assertThat(mapped.of("x:1", Mapped.string("{\"n\": 5, \"t\": \"2020-01-01T00:00:00.5+01:00\"}")))
                .containsExactly(
                        "t('1', 5, '{\"n\": 5, \"t\": \"2020-01-01T00:00:00.5+01:00\"}', '2019-12-31T23:00:00.500Z')");
    }

    @Test
    void makesARecordOfEachFieldInTheOrderOfTheirNames() {
        assertThat(mapped.of("h:1", Mapped.hash("b", "2", "a", "1")))
                .containsExactly("t('a', 1, null, null)", "t('b', 2, null, null)");
    }

    @Test
    void makesARecordOfEachElementOfNestedArrays() {
        assertThat(mapped.of("w:1", Mapped.string("{\"x\": [{\"y\": [[\"a\", 1], [\"b\"]]}, {\"y\": [[\"c\"]]}]}")))
                .containsExactly(
                        "t('a', 0, '[\"a\", 1]', null)", "t('b', 1, '[\"b\"]', null)", "t('c', 2, '[\"c\"]', null)");
    }

    @Test
    void namesTheColumnAndWhatWasFoundWhereSomethingDoesNotFit() {
        assertThat(mapped.of("x:", Mapped.string("{\"n\": 5}")))
                .containsExactly("unfit: column a: the capture {a} is empty");
        assertThat(mapped.of("x:1", Mapped.string("{\"n\": \"abc\"}")))
                .containsExactly("unfit: column b: \"abc\" is no integer of 64 bits");
        assertThat(mapped.of("x:1", Mapped.string("{\"n\": \"abc\"")))
                .containsExactly("unfit: column b: the value is no JSON: it ends at byte 11");
    }

    @Test
    void leavesWhatMatchesNothingAsItIs() {
        assertThat(mapped.of("zz", Mapped.string("1"))).containsExactly("as it is");
        assertThat(mapped.of("no:1", Mapped.string("1"))).containsExactly("ignored");
    }

    @Test
    void readsThePlanOfTheExample() {
        PlanFile plan = PlanFile.read(Path.of("../../examples/languagebuddy/plan.yaml"));

        assertThat(Mapping.of(plan).keyspaces())
                .startsWith("subscriber", "checkpoint of a phone")
                .endsWith("user digests", Mapping.UNMATCHED);
        assertThat(Mapping.of(plan).identity()).isEqualTo(Mapping.of(plan).identity());
    }

    @Test
    void secondsThatAreTakenForMillisecondsAreDoubted() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {at: timestamp, since: timestamp, till: timestamp}}}",
                "keyspaces:",
                "  - pattern: 'k:{x}'",
                "    type: string",
                "    table: t",
                "    columns: {at: $.at, since: {from: $.at, as: epoch-s}, till: {from: $.till, optional: true}}");
        mapped.of("k:1", Mapped.string("{\"at\": 1763721157, \"till\": \"1970-01-20\"}"));
        mapped.of("k:2", Mapped.string("{\"at\": \"1763721157\", \"till\": 1763721157000}"));

        assertThat(mapped.mapping().doubts())
                .containsExactly(
                        "keyspace k:{x}, column at: 2 numbers are times of 1970 in milliseconds, and of 1990 to"
                                + " 2100 in seconds (key k:2, for example): if they are seconds, say as: epoch-s");
    }
}
