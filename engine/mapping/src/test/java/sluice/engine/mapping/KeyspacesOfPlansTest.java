package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.engine.core.Mapper;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Schema;
import sluice.protocol.Value;

class KeyspacesOfPlansTest {
    private static Key key(String name) {
        return new Key(0, name.getBytes(UTF_8));
    }

    @Test
    void theFirstKeyspaceThatMatchesWins() {
        Mapped mapped = new Mapped(
                "keyspaces:",
                "  - {pattern: 'feedback:all', type: list, layout: native}",
                "  - {pattern: 'feedback:{p}:{at:digits}', ignore: true}",
                "  - {pattern: 'feedback:{rest}', type: [string, list], reject: true}",
                "otherwise: document");
        Mapping mapping = mapped.mapping();

        assertThat(mapping.keyspaceOf(key("feedback:all"), Kind.LIST)).isZero();
        assertThat(mapping.keyspaceOf(key("feedback:all"), Kind.STRING)).isEqualTo(2);
        assertThat(mapping.keyspaceOf(key("feedback:a:1"), Kind.HASH)).isEqualTo(1);
        assertThat(mapping.keyspaceOf(key("feedback:a"), Kind.HASH)).isEqualTo(3);
        assertThat(mapped.of("feedback:x", Mapped.string("")))
                .containsExactly("unfit: the plan rejects the keys of keyspace feedback:{rest}");
        assertThat(mapped.of("other", Mapped.string("")))
                .containsExactly("redis_document(0, 'other', 'string', '\"\"', null)");
        assertThat(mapping.keyspaces())
                .containsExactly("feedback:all", "feedback:{p}:{at:digits}", "feedback:{rest}", "(unmatched)");
    }

    @Test
    void aKeyIsLeftUnreadOnlyWhereNoTypeCouldBringItElsewhere() {
        Mapping mapping = new Mapped(
                        "keyspaces:",
                        "  - {pattern: 'a:{x:digits}', type: hash, layout: native}",
                        "  - {pattern: 'a:{x}', ignore: true}",
                        "  - {pattern: 'b:{x}', type: string, ignore: true}",
                        "otherwise: ignore")
                .mapping();

        assertThat(mapping.ignored(key("a:b"))).isEqualTo(1);
        assertThat(mapping.ignored(key("a:1"))).isEqualTo(Mapper.NOT_IGNORED);
        assertThat(mapping.ignored(key("b:1"))).isEqualTo(Mapper.NOT_IGNORED);
        assertThat(mapping.ignored(key("c"))).isEqualTo(3);
    }

    @Test
    void whatIsIgnoredForItsTypeGivesNoRow() {
        Mapped mapped =
                new Mapped("keyspaces:", "  - {pattern: 'b:{x}', type: string, ignore: true}", "otherwise: reject");

        assertThat(mapped.of("b:1", Mapped.string("1"))).containsExactly("ignored");
        assertThat(mapped.of("b:1", Mapped.hash("a", "b")))
                .containsExactly("unfit: it matches no keyspace of the plan, which rejects such keys");
    }

    @Test
    void aKeyOfATypeForWhichThereAreNoColumnsIsRejected() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {v: text}}}", "keyspaces:", "  - {pattern: 'a', table: t, columns: {v: value}}");

        assertThat(mapped.of("a", Mapped.hash("a", "b")))
                .containsExactly("unfit: it is of type hash, and keyspace a has no columns for such keys");
    }

    @Test
    void theLayoutDocumentIsAPlanOfOneTable() {
        Mapping mapping = Mapping.document();

        assertThat(mapping.schema().tables()).extracting(Schema.Table::name).containsExactly("redis_document");
        assertThat(mapping.keyspaces()).containsExactly("*");
        assertThat(mapping.ignored(key("a"))).isEqualTo(Mapper.NOT_IGNORED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "primary-key: v;                                     true",
                "primary-key: v, collisions: first;                  false",
                "primary-key: v, collisions: first, unique: [[w]];   true",
                "checks: [v > 0];                                    false",
                "primary-key: v, collisions: first, references: [{columns: w, table: t}];                true",
                "primary-key: v, collisions: first, references: [{columns: w, table: t, orphans: keep}]; false",
                "primary-key: v, collisions: first, existing: keep;  true",
            })
    void theRawValueGoesAlongWhereTheKeyMayBeRejectedInTheEnd(String table, boolean raw) {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {v: text, w: text}, " + table + "}}",
                "keyspaces:",
                "  - {pattern: 'a', type: string, table: t, columns: {v: value, w: key}}");
        Value value = Mapped.string("1");
        Value.Mapped made = (Value.Mapped) mapped.map("a", value).value();

        assertThat(made.raw()).isSameAs(raw ? value : null);
    }

    @Test
    void aCellThatHoldsTheWholeValueIsTheArrayOfTheValue() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {v: json, w: text, x: blob, y: any}}}",
                "keyspaces:",
                "  - {pattern: 'a', type: string, table: t, columns: {v: value, w: value, x: value, y: value}}");
        byte[] content = "{}".getBytes(UTF_8);
        Value.Mapped made =
                (Value.Mapped) mapped.map("a", new Value.StringValue(content)).value();

        for (Object cell : made.tuples().getFirst().cells()) {
            assertThat(cell instanceof Cell(byte[] utf8) ? utf8 : cell).isSameAs(content);
        }
    }

    @Test
    void theIdentityIsWhatDecidesTheContent() {
        String[] plan = {
            "tables: {t: {columns: {v: text}}}",
            "keyspaces:",
            "  - {pattern: 'a', type: string, table: t, columns: {v: value}}",
        };
        String identity = new Mapped(plan).mapping().identity();

        assertThat(new Mapped(
                                "# a comment",
                                "name: other",
                                "gates: {rejects: 0}",
                                "options: {readers: 2}",
                                "otherwise: native",
                                "tables: {t: {columns: {v: {type: text, not-null: false}}}}",
                                plan[1],
                                plan[2])
                        .mapping()
                        .identity())
                .isEqualTo(identity);
        for (String other :
                new String[] {"{v: key}", "{v: {from: value, default: x}}", "{v: {from: value, normalise: trim}}"}) {
            assertThat(new Mapped(plan[0], plan[1], plan[2].replace("{v: value}", other))
                            .mapping()
                            .identity())
                    .isNotEqualTo(identity);
        }
        assertThat(new Mapped(plan[0], plan[1], plan[2], "otherwise: ignore")
                        .mapping()
                        .identity())
                .isNotEqualTo(identity);
        assertThat(new Mapped(plan[0].replace("text", "blob"), plan[1], plan[2])
                        .mapping()
                        .identity())
                .isNotEqualTo(identity);
    }
}
