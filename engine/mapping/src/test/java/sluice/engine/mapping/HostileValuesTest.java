package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Values of any bytes: each is records of the plan's tables or a reject with a reason, and always the same. */
class HostileValuesTest {
    private static final long ALLOCATED_MAX = 100L << 20;
    private static final String COLUMNS =
            "n: {type: integer}, r: real, x: text, b: blob, j: json, t: boolean, at: timestamp, y: any";
    private static final String[] PLAN = {
        "tables:",
        "  t: {columns: {k: text, " + COLUMNS + "}}",
        "  e: {columns: {k: text, i: integer, " + COLUMNS + "}, timestamps: epoch-s}",
        "keyspaces:",
        "  - pattern: 'doc:{k}'",
        "    into:",
        "      - {table: t, columns: {k: {from: '{k}', normalise: [trim, lower, nfc, phone-or-text]},",
        "          n: {from: $.n, or: $.a.n, default: 0}, r: {from: $.r, optional: true}, x: {from: $.x, optional:"
                + " true},",
        "          j: {from: $.a.b, optional: true}, at: {from: $.at, optional: true}, y: value}}",
        "      - {table: e, each: '$.a.list[*].c', optional: true, columns: {k: '{k}', i: position, y: '@',",
        "          x: {from: '@.x', or: '@[1]', optional: true}, at: {from: '@.at', as: epoch-s, optional: true}}}",
        "  - {pattern: 'num:{k}', table: t, columns: {k: '{k}', n: value}}",
        "  - {pattern: 'real:{k}', table: t, columns: {k: '{k}', r: value}}",
        "  - {pattern: 'time:{k}', table: t, columns: {k: '{k}', at: value}}",
        "  - {pattern: 'seconds:{k}', table: t, columns: {k: '{k}', at: {from: value, as: epoch-s}}}",
        "  - {pattern: 'truth:{k}', table: t, columns: {k: '{k}', t: value}}",
        "  - {pattern: 'json:{k}', table: t, columns: {k: '{k}', j: value}}",
        "  - {pattern: 'text:{k:digits}', table: t, columns: {k: '{k}', x: {from: value, normalise: phone}}}",
        "  - {pattern: 'parts:{k}', type: [list, set, zset], table: e, each: elements,",
        "      columns: {k: '{k}', i: position, j: element, n: {from: $.n, optional: true}}}",
        "  - {pattern: 'parts:{k}', type: hash, name: fields, table: e, each: fields, columns: {k: name, x: element,"
                + " at: expiry}}",
        "  - {pattern: 'parts:{k}', type: stream, name: entries, table: e, each: entries,",
        "      columns: {k: entry-id, at: entry-ms, x: {from: field.f, optional: true}}}",
        "  - {pattern: 'document:{k}', layout: document}",
        "otherwise: native"
    };
    private static final List<String> KEYS = List.of(
            "doc:", "num:", "real:", "time:", "seconds:", "truth:", "json:", "text:", "parts:", "document:", "other");
    private static final List<String> CONTENTS = List.of(
            "{\"n\": 7, \"r\": 1.5, \"x\": \"a\\u00e9\\n"
                + "\", \"at\": \"2026-11-21T10:32:37.5+01:00\", \"a\": {\"b\": [1, {}], \"n\": 3, \"list\": [{\"c\":"
                + " [{\"x\": null, \"at\": 1763721157}, [1, 2], 3]}, {\"c\": []}]}}",
            "[\"\\ud83d\\ude00\", -0.0, 1e5, true, null]",
            "1763721157000",
            "-9223372036854775808",
            "2026-02-29",
            "yes",
            "inf");
    private static final List<String> ODD = List.of(
            "9".repeat(400),
            "-9223372036854775809",
            "1e400",
            "1e-400",
            "1E99999999999",
            "-0",
            "00",
            "0x10",
            ".5",
            "nan",
            "9".repeat(20_000) + "e-19999",
            "\\ud800",
            "\\u0000",
            "\\",
            "\"",
            "{",
            "}",
            "]",
            ",",
            "null",
            "[".repeat(9_990),
            "[".repeat(20_000),
            "{\"a\":".repeat(10_001),
            "\u0000",
            "\ufeff",
            "+999999999-12-31T23:59:60Z",
            "0000-00-00",
            "9999-12-31T23:59:59.999-18:00",
            "24:00",
            " ",
            "x".repeat(5_000),
            "٣٤");

    private final Mapped one = new Mapped(PLAN);
    private final Mapped other = new Mapped(PLAN);

    @Test
    void everyValueIsRecordsOrARejectAndAlwaysTheSame() {
        Fuzzing fuzzing = Fuzzing.of("values", 15_000);

        fuzzing.run(this::outcome);

        assertThat(fuzzing.kinds()).isGreaterThan(50);
    }

    private String outcome(Random random) {
        Row row = row(random);
        long before = Fuzzing.allocated();
        List<String> told = one.of(row);
        assertThat(Fuzzing.allocated() - before).isLessThan(ALLOCATED_MAX + 100 * row.bytes());
        assertThat(other.of(row)).isEqualTo(told);
        String first = told.isEmpty() ? "nothing" : told.getFirst();
        assertThat(first).as("a reason is one line").doesNotContain("unfit: null");
        return first.startsWith("unfit")
                ? first.replaceAll("\".*\"", "…")
                : first.substring(0, Math.min(6, first.length()));
    }

    private static Row row(Random random) {
        byte[] ending = random.nextInt(3) == 0 ? bytes(random) : ("" + random.nextInt(50)).getBytes(UTF_8);
        byte[] beginning = KEYS.get(random.nextInt(KEYS.size())).getBytes(UTF_8);
        byte[] name = new byte[beginning.length + ending.length];
        System.arraycopy(beginning, 0, name, 0, beginning.length);
        System.arraycopy(ending, 0, name, beginning.length, ending.length);
        long expiry = random.nextInt(4) == 0 ? random.nextLong() >>> random.nextInt(1, 60) : Row.NEVER;
        return new Row(new Key(random.nextInt(2), name), value(random), expiry, Row.UNKNOWN, Part.WHOLE);
    }

    private static Value value(Random random) {
        List<byte[]> parts = new ArrayList<>();
        for (int left = random.nextInt(4); left >= 0; left--) {
            parts.add(bytes(random));
        }
        return switch (random.nextInt(12)) {
            case 0 -> new Value.ListSlice(0, parts);
            case 1 -> new Value.SetSlice(parts);
            case 2 ->
                new Value.HashSlice(parts.stream()
                        .map(part -> new Value.Field(
                                part, part, random.nextInt(3) == 0 ? random.nextLong() >>> 1 : Row.NEVER))
                        .toList());
            case 3 ->
                new Value.SortedSlice(parts.stream()
                        .map(part -> new Value.Scored(part, score(random)))
                        .toList());
            case 4 -> stream(parts, random);
            case 5 -> new Value.ModuleValue(parts.getFirst());
            default -> new Value.StringValue(parts.getFirst());
        };
    }

    private static double score(Random random) {
        return random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : Double.longBitsToDouble(random.nextLong() >>> 2);
    }

    private static Value stream(List<byte[]> parts, Random random) {
        List<byte[]> fields = new ArrayList<>();
        parts.forEach(part -> fields.addAll(List.of("f".getBytes(UTF_8), part)));
        Value.Entry entry = new Value.Entry(random.nextLong() >>> random.nextInt(1, 60), random.nextInt(9), fields);
        return new Value.StreamSlice(
                List.of(entry), List.of(new Value.Head(1, 1, 1, 0, 0)), List.of(), List.of(), List.of());
    }

    private static byte[] bytes(Random random) {
        String text = CONTENTS.get(random.nextInt(CONTENTS.size()));
        for (int left = random.nextInt(4); left > 0; left--) {
            int at = random.nextInt(text.length() + 1);
            int behind = Math.min(text.length(), at + random.nextInt(8));
            String odd = random.nextInt(6) == 0 ? "" : ODD.get(random.nextInt(ODD.size()));
            text = text.substring(0, at) + odd + text.substring(behind);
        }
        byte @Nullable [] latin = random.nextInt(8) == 0 ? text.getBytes(ISO_8859_1) : null;
        byte[] bytes = latin == null ? text.getBytes(UTF_8) : latin;
        if (random.nextInt(6) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
