package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

class SlicesTest {
    private static Row slice(String key, Part part, Value value) {
        return Mapped.row(key, value, part, Row.NEVER);
    }

    @Test
    void positionsRunOnOverTheSlicesOfAList() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {k: text, n: integer, v: text}, primary-key: [k, n]}}",
                "keyspaces:",
                "  - pattern: 'l:{k}'",
                "    type: list",
                "    into: [{table: t, each: elements, columns: {k: '{k}', n: position, v: element}}]");

        assertThat(mapped.of(slice("l:1", Part.FIRST, new Value.ListSlice(0, Mapped.all("a", "b")))))
                .containsExactly("t('1', 0, 'a')", "t('1', 1, 'b')");
        assertThat(mapped.of(slice("l:1", Part.MIDDLE, new Value.ListSlice(2, Mapped.all("c")))))
                .containsExactly("t('1', 2, 'c')");
        assertThat(mapped.of(slice("l:1", Part.LAST, new Value.ListSlice(3, Mapped.all()))))
                .isEmpty();
        assertThat(mapped.of("l:2", new Value.ListSlice(0, Mapped.all("z")))).containsExactly("t('2', 0, 'z')");
    }

    @Test
    void tuplesOfAKeyAreNumberedOverItsSlicesAndTables() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {v: text}}, u: {columns: {v: text}}}",
                "keyspaces:",
                "  - pattern: 's:{k}'",
                "    type: set",
                "    into:",
                "      - {table: t, each: elements, columns: {v: element}}",
                "      - {table: u, each: elements, columns: {v: element}}",
                "      - {table: u, columns: {v: '{k}'}}");
        List<String> numbers = new ArrayList<>();
        for (Row row : List.of(
                slice("s:1", Part.FIRST, new Value.SetSlice(Mapped.all("b", "a"))),
                slice("s:1", Part.LAST, new Value.SetSlice(Mapped.all("c"))))) {
            Value.Mapped made = (Value.Mapped) mapped.map(row).value();
            made.tuples().forEach(tuple -> numbers.add(tuple.table() + "/" + tuple.position()));
            assertThat(made.raw()).isSameAs(row.value());
        }

        assertThat(numbers).containsExactly("0/0", "0/1", "1/0", "1/1", "0/2", "1/2", "1/3");
    }

    @Test
    void aHashIsOneRecordOnceAllOfItWasSeen() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {k: text, a: text, b: integer, c: text}, primary-key: k}}",
                "keyspaces:",
                "  - pattern: 'h:{k}'",
                "    type: hash",
                "    table: t",
                "    columns: {k: '{k}', a: field.a, b: field.b, c: {from: field.c d, optional: true}}");

        assertThat(mapped.of(slice("h:1", Part.FIRST, Mapped.hash("b", "7", "x", "y"))))
                .isEmpty();
        assertThat(mapped.of(slice("h:1", Part.LAST, Mapped.hash("a", "A", "c d", "C"))))
                .containsExactly("t('1', 'A', 7, 'C')");
        assertThat(mapped.of("h:2", Mapped.hash("a", "A", "b", "8"))).containsExactly("t('2', 'A', 8, null)");
        assertThat(mapped.of("h:3", Mapped.hash("a", "A")))
                .as("fields of the key before are forgotten")
                .containsExactly("unfit: column b: there is no field b");
    }

    @Test
    void aKeyOfWhichOneSliceDoesNotFitDoesNotFitFromThenOn() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {v: integer}}}",
                "keyspaces:",
                "  - {pattern: 'l:{k}', type: list, into: [{table: t, each: elements, columns: {v: element}}]}");

        assertThat(mapped.of(slice("l:1", Part.FIRST, new Value.ListSlice(0, Mapped.all("1")))))
                .containsExactly("t(1)");
        assertThat(mapped.of(slice("l:1", Part.MIDDLE, new Value.ListSlice(1, Mapped.all("2", "x")))))
                .containsExactly("unfit: column v: \"x\" is no integer of 64 bits");
        assertThat(mapped.of(slice("l:1", Part.LAST, new Value.ListSlice(3, Mapped.all("4")))))
                .containsExactly("unfit: column v: \"x\" is no integer of 64 bits");
        assertThat(mapped.of("l:2", new Value.ListSlice(0, Mapped.all("5")))).containsExactly("t(5)");
    }

    @Test
    void whatHasNoOrderIsNumberedInTheOrderOfItsBytes() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {n: integer, v: text, s: real, e: integer}}}",
                "keyspaces:",
                "  - pattern: 's:{k}'",
                "    type: set",
                "    into: [{table: t, each: elements, columns: {n: position, v: element}}]",
                "  - pattern: 'z:{k}'",
                "    type: zset",
                "    into: [{table: t, each: elements, columns: {n: position, v: element, s: score}}]",
                "  - pattern: 'h:{k}'",
                "    type: hash",
                "    into: [{table: t, each: fields, columns: {n: position, v: name, e: expiry}}]");
        Value fields = new Value.HashSlice(List.of(
                new Value.Field("y".getBytes(UTF_8), new byte[0], 5),
                new Value.Field("x".getBytes(UTF_8), new byte[0], Row.NEVER)));

        assertThat(mapped.of("s:1", new Value.SetSlice(Mapped.all("b", "a"))))
                .containsExactly("t(0, 'a', null, null)", "t(1, 'b', null, null)");
        assertThat(mapped.of(
                        "z:1",
                        new Value.SortedSlice(List.of(
                                new Value.Scored("a".getBytes(UTF_8), 2),
                                new Value.Scored("c".getBytes(UTF_8), -1.5),
                                new Value.Scored("b".getBytes(UTF_8), -1.5)))))
                .containsExactly("t(0, 'b', -1.5, null)", "t(1, 'c', -1.5, null)", "t(2, 'a', 2.0, null)");
        assertThat(mapped.of(slice("h:1", Part.WHOLE, fields)))
                .containsExactly("t(0, 'x', null, null)", "t(1, 'y', null, 5)");
    }

    @Test
    void aStreamGivesARecordForEachEntry() {
        Mapped mapped = new Mapped(
                "tables: {t: {columns: {id: text, at: timestamp, a: text, n: integer}}}",
                "keyspaces:",
                "  - pattern: 'x:{k}'",
                "    type: stream",
                "    into:",
                "      - table: t",
                "        each: entries",
                "        columns: {id: entry-id, at: entry-ms, a: {from: field.a, default: none}, n: position}");
        Value stream = new Value.StreamSlice(
                List.of(
                        new Value.Entry(1000, 2, Mapped.all("a", "1", "a", "2")),
                        new Value.Entry(1001, 0, Mapped.all("b", "1"))),
                List.of(new Value.Head(1, 2, 3, 4, 5)),
                List.of(),
                List.of(),
                List.of());

        assertThat(mapped.of("x:1", stream))
                .containsExactly(
                        "t('1000-2', '1970-01-01T00:00:01.000Z', '2', 0)",
                        "t('1001-0', '1970-01-01T00:00:01.001Z', 'none', 1)");
    }

    @Test
    void aDocumentIsMadeWhenAllOfItWasSeen() {
        Mapped mapped = new Mapped("keyspaces:", "  - {pattern: 'd:{k}', layout: document}");

        assertThat(mapped.of(slice("d:1", Part.FIRST, new Value.SetSlice(Mapped.all("b")))))
                .isEmpty();
        assertThat(mapped.of(slice("d:1", Part.LAST, new Value.SetSlice(Mapped.all("a")))))
                .containsExactly("redis_document(0, 'd:1', 'set', '[\"a\",\"b\"]', null)");
        assertThat(mapped.of(Mapped.row("d:2", Mapped.string("x"), Part.WHOLE, 99)))
                .containsExactly("redis_document(0, 'd:2', 'string', '\"x\"', 99)");
    }

    @Test
    void aDocumentThatIsTooBigDoesNotFit() {
        Mapped mapped = new Mapped("keyspaces:", "  - {pattern: 'd:{k}', layout: document}");
        Value big = new Value.ListSlice(0, List.of(new byte[12 << 20]));

        assertThat(mapped.of(slice("d:1", Part.FIRST, big))).isEmpty();
        assertThat(mapped.of(slice("d:1", Part.MIDDLE, big)))
                .containsExactly("unfit: a document of over 16 MiB: give it a table, or layout native");
        assertThat(mapped.of(slice("d:1", Part.LAST, Mapped.string(""))))
                .first()
                .asString()
                .startsWith("unfit");
        assertThat(mapped.of("d:2", new Value.ListSlice(0, Mapped.all("a")))).hasSize(1);
    }

    @Test
    void aValueThatCouldNotBeDecodedStaysWhatItIs() {
        Mapped mapped = new Mapped("keyspaces:", "  - {pattern: 'd:{k}', layout: document}");
        Value wrong = new Value.Undecodable(Kind.LIST, new byte[1], "damaged");

        assertThat(mapped.map("d:1", wrong).value()).isSameAs(wrong);
        assertThat(mapped.map("d:1", wrong).keyspace()).isZero();
    }
}
