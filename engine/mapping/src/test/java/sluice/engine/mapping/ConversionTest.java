package sluice.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

class ConversionTest {
    private static Mapped plan(String type, String from, String more) {
        return new Mapped(
                "tables: {t: {columns: {c: " + type + "}" + more + "}}",
                "keyspaces:",
                "  - {pattern: 'k:{x}', type: string, table: t, columns: {c: " + from + "}}");
    }

    private static String cell(String type, String from, String value) {
        String told = plan(type, from, "").of("k:1", Mapped.string(value)).getFirst();
        return told.replaceFirst("(?s)^t\\((.*)\\)$", "$1").replaceFirst("^unfit: column c: ", "! ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "integer;   -9223372036854775808;        -9223372036854775808",
                "integer;   9223372036854775807;         9223372036854775807",
                "integer;   9223372036854775808;         ! \"9223372036854775808\" is no integer of 64 bits",
                "integer;   007;                         7",
                "integer;   5.0;                         5",
                "integer;   12e3;                        12000",
                "integer;   5.5;                         ! \"5.5\" is no integer of 64 bits",
                "integer;   1e999999999;                 ! \"1e999999999\" is no integer of 64 bits",
                "integer;   1e99999999999;               ! \"1e99999999999\" is no integer of 64 bits",
                "integer;   +5;                          ! \"+5\" is no integer of 64 bits",
                "integer;   ` 5`;                        ! \" 5\" is no integer of 64 bits",
                "integer;   ``;                          ! \"\" is no integer of 64 bits",
                "integer;   -;                           ! \"-\" is no integer of 64 bits",
                "real;      1.5;                         1.5",
                "real;      -3;                          -3.0",
                "real;      1e400;                       ! \"1e400\" is no number that a real can hold",
                "real;      -inf;                        -Infinity",
                "real;      nan;                         ! \"nan\" is no number that a real can hold",
                "real;      0x1p3;                       ! \"0x1p3\" is no number that a real can hold",
                "real;      1d;                          ! \"1d\" is no number that a real can hold",
                "boolean;   TRUE;                        1",
                "boolean;   0;                           0",
                "boolean;   2;                           ! \"2\" is neither true nor false",
                "json;      `{\"a\" : [1 ]} `;           `'{\"a\" : [1 ]} '`",
                "json;      {a};                         ! the value is no JSON at byte 1: \"a}\"",
                "json;      null;                        'null'",
                "blob;      abc;                         x616263",
                "any;       abc;                         'abc'",
                "text;      héllo;                       'héllo'",
                "timestamp; 2026-11-21T10:32:37Z;        '2026-11-21T10:32:37.000Z'",
                "timestamp; 2026-11-21T10:32:37.5+01:00; '2026-11-21T09:32:37.500Z'",
                "timestamp; 2026-11-21 10:32;            '2026-11-21T10:32:00.000Z'",
                "timestamp; 2026-11-21T10:32:37.123987-0030; '2026-11-21T11:02:37.123Z'",
                "timestamp; 2026-11-21;                  '2026-11-21T00:00:00.000Z'",
                "timestamp; 2026-02-30;                  ! \"2026-02-30\" is no time",
                "timestamp; 2026-11-21T25:00:00Z;        ! \"2026-11-21T25:00:00Z\" is no time",
                "timestamp; 2026-11-21T10:32:37Zx;       ! \"2026-11-21T10:32:37Zx\" is no time",
                "timestamp; 1763721157123;               '2025-11-21T10:32:37.123Z'",
                "timestamp; -1;                          '1969-12-31T23:59:59.999Z'",
                "timestamp; 99999999999999999;           ! \"99999999999999999\" is no time",
                "timestamp; 999999999999999;             "
                        + "! \"999999999999999\" is a time outside of the years 1 to 9999: are these milliseconds?",
            })
    void makesACellOfAText(String type, String value, String cell) {
        assertThat(cell(type, "value", value == null ? "" : value)).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "integer;   5;                        5",
                "integer;   \"5\";                    5",
                "integer;   5.0;                      5",
                "integer;   true;                     ! \"true\" is no integer of 64 bits",
                "integer;   [1];                      ! \"[1]\" is no integer of 64 bits",
                "integer;   12345678901234567890;     ! \"12345678901234567890\" is no integer of 64 bits",
                "integer;   null;                     null",
                "real;      \"1.5\";                  1.5",
                "real;      {};                       ! \"{}\" is no number that a real can hold",
                "text;      \"a\\nb\";                `'a\nb'`",
                "text;      5.10;                     '5.10'",
                "text;      true;                     'true'",
                "text;      {\"a\": 1};               '{\"a\": 1}'",
                "text;      \"\\u0000\";              ! \"\\u0000\" is no text (UTF-8 without NUL): "
                        + "a column of type blob can hold it",
                "text;      \"\\ud800\";              ! \"\\ud800\" has half of a surrogate pair, which is no text",
                "json;      \"a\";                    '\"a\"'",
                "json;      {\"b\" : 1.0};            '{\"b\" : 1.0}'",
                "blob;      \"é\";                    xc3a9",
                "boolean;   true;                     1",
                "boolean;   \"no\";                   0",
                "boolean;   [];                       ! \"[]\" is neither true nor false",
                "timestamp; 1763721157;               '1970-01-21T09:55:21.157Z'",
                "timestamp; \"2026-11-21T10:32:37Z\"; '2026-11-21T10:32:37.000Z'",
                "timestamp; true;                     ! \"true\" is no time",
            })
    void makesACellOfAPartOfADocument(String type, String json, String cell) {
        assertThat(cell(type, "$.a", "{\"a\": " + json + "}")).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "epoch-s;  1763721157;           '2025-11-21T10:32:37.000Z'",
                "epoch-s;  1763721157.1239;      '2025-11-21T10:32:37.123Z'",
                "epoch-s;  2026-11-21;           ! \"2026-11-21\" is no time as epoch-s",
                "epoch-ms; 1763721157000;        '2025-11-21T10:32:37.000Z'",
                "iso;      1763721157000;        ! \"1763721157000\" is no time as iso",
                "epoch-s;  1763721157000;        ! \"1763721157000\" is a time outside of the years 1 to 9999",
            })
    void readsATimeAsThePlanSays(String as, String value, String cell) {
        assertThat(cell("timestamp", "{from: value, as: " + as + "}", value)).isEqualTo(cell);
    }

    @ParameterizedTest
    @CsvSource({
        "iso,      '''2025-11-21T10:32:37.123Z'''",
        "epoch-s,  1763721157",
        "epoch-ms, 1763721157123",
    })
    void storesATimeAsTheTableSays(String stored, String cell) {
        assertThat(plan("timestamp", "value", ", timestamps: " + stored).of("k:1", Mapped.string("1763721157123")))
                .containsExactly("t(" + cell + ")");
    }

    @Test
    void timesSortAsTextAsTheyDoAsNumbers() {
        Random random = new Random(8);
        for (int i = 0; i < 10_000; i++) {
            long millis = Times.FIRST + (long) (random.nextDouble() * (Times.LAST - Times.FIRST));
            long later = Math.min(Times.LAST, millis + 1 + random.nextInt(2_000));

            assertThat(Times.iso(Times.text(millis))).isEqualTo(millis);
            assertThat(new String(Times.text(millis))).isLessThan(new String(Times.text(later)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{from: $.a, default: none};            {};               'none'",
                "{from: $.a, default: none};            {\"a\": null};    'none'",
                "{from: $.a, or: $.b};                  {\"b\": \"x\"};   'x'",
                "{from: $.a, or: [$.b, $.c]};           {\"a\": null, \"c\": \"x\"}; 'x'",
                "{from: $.a, or: $.b, default: z};      {};               'z'",
                "{from: $.a, optional: true};           {};               null",
                "{from: $.a};                           {\"a\": null};    null",
                "{from: $.a};                           {};               ! there is no $.a",
                "{from: $.a, normalise: [trim, lower]}; {\"a\": \" A \"}; 'a'",
                "{from: $.a, normalise: phone};         {\"a\": \"x\"};   ! nothing is left of \"x\" after phone",
                "{from: $.a, normalise: phone, or: $.b}; {\"a\": \"x\", \"b\": \"12\"}; '+12'",
                "{from: $.a, normalise: phone, optional: true}; {\"a\": \"x\"}; null",
                "{from: $.a, normalise: trim};          {\"a\": \" \"};   ''",
                "{constant: 007};                       {};               '007'",
                "\"{x}\";                               {};               '1'",
                "key;                                   {};               'k:1'",
                "db;                                    {};               '0'",
                "type;                                  {};               'string'",
                "expiry;                                {};               null",
                "{from: expiry, default: never};        {};               'never'",
            })
    void triesOneSourceAfterTheOther(String from, String value, String cell) {
        assertThat(cell("text", from, value)).isEqualTo(cell);
    }

    @Test
    void neverShowsMoreThanTheBeginningOfAValue() {
        String told = cell("integer", "value", "secret ".repeat(1_000));

        assertThat(told).hasSizeLessThan(120).startsWith("! \"secret secret").contains("…\" (7000 bytes)");
    }

    @Test
    void bytesThatAreNoTextAreRejectedWhereTextIsAsked() {
        Value odd = new Value.StringValue(new byte[] {(byte) 0xff, 'a'});

        assertThat(plan("text", "value", "").of("k:1", odd))
                .containsExactly("unfit: column c: \"\\xffa\" is no text (UTF-8 without NUL): "
                        + "a column of type blob can hold it");
        assertThat(plan("blob", "value", "").of("k:1", odd)).containsExactly("t(xff61)");
        assertThat(plan("any", "value", "").of("k:1", odd)).containsExactly("t(xff61)");
    }

    @Test
    void anExpiryIsATimeOrANumber() {
        Row row = Mapped.row("k:1", Mapped.string("x"), Part.WHOLE, 1_763_721_157_123L);

        assertThat(plan("timestamp", "expiry", "").of(row)).containsExactly("t('2025-11-21T10:32:37.123Z')");
        assertThat(plan("integer", "expiry", "").of(row)).containsExactly("t(1763721157123)");
    }
}
