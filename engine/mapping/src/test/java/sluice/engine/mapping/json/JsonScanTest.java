package sluice.engine.mapping.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScanTest {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100_000).build())
            .build();

    private final JsonScan scan = new JsonScan();

    private String at(String path, String document) {
        PathTree tree = new PathTree();
        int slot = tree.add(JsonPath.parse(path, '$'));
        int[] found = new int[2];
        byte[] bytes = document.getBytes(UTF_8);
        if (!scan.scan(bytes, 0, bytes.length, tree, found)) {
            return "! " + scan.reason();
        }
        return found[2 * slot] == JsonScan.MISSING
                ? "-"
                : new String(Arrays.copyOfRange(bytes, found[0], found[1]), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "$;               ' 5 ';                                     5",
                "$.a;             {\"a\": {\"b\" : [1, 2]}, \"c\": 1};       {\"b\" : [1, 2]}",
                "$.a.b[1];        {\"a\": {\"b\" : [1, 2]}};                 2",
                "$.a.b[2];        {\"a\": {\"b\" : [1, 2]}};                 -",
                "$.a.b;           {\"a\": 5};                                -",
                "$.a[0];          {\"a\": {\"0\": 5}};                       -",
                "$.a;             {\"a\": 1, \"a\": 2};                      2",
                "$.a.b;           {\"a\": {\"b\": 1}, \"a\": {}};            -",
                "$.a.b;           {\"a\": {\"b\": 1}, \"a\": 7};             -",
                "$['odd name'];   {\"odd name\": \"x\"};                     \"x\"",
                "$['it\\'s'];     {\"it's\": 1};                             1",
                "$.\u00e9;        {\"\\u00e9\": 1};                          1",
                "$.a;             {};                                        -",
                "$.a;             [];                                        -",
                "$[0][0][0];      [[[\"x\"]]];                               \"x\"",
                "$.a;             '{\"b\": \"}\\\"\", \"a\": null}';         null",
                "$.a;             '{\"a\" 1}';                               ! no JSON at byte 5: \"1}\"",
                "$.a;             '{\"b\": [1,]}';                           ! no JSON at byte 9: \"]}\"",
                "$.a;             '';                                        ! no JSON: it ends at byte 0",
                "$.a;             hello;                                     ! no JSON at byte 0: \"hello\"",
                "$.a;             {} x;                                      ! no JSON at byte 3: \"x\"",
            })
    void findsWhatStandsAtAPath(String path, String document, String found) {
        assertThat(at(path, document)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "$a", "$.", "$.a.", "$[", "$[a]", "$['a]", "$[-1]", "$.a b", "$[1", "$[9999999999]", "$..a"
            })
    void refusesAPathThatCannotBeRead(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path, '$'))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the path \"" + path + "\" cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "$.a", "$.a[0]['b c'].d[*]", "$['it\\'s']['a\\\\b']"})
    void writesAPathAsItIsRead(String path) {
        assertThat("$" + JsonPath.parse(path, '$')).isEqualTo(path);
    }

    @Test
    void findsSeveralPathsInOnePassAndOneSlotForEqualOnes() {
        PathTree tree = new PathTree();
        int a = tree.add(JsonPath.parse("$.a", '$'));
        int whole = tree.add(JsonPath.parse("$", '$'));
        int inner = tree.add(JsonPath.parse("$.a.b[0]", '$'));
        int same = tree.add(JsonPath.parse("$['a'].b[0]", '$'));
        int[] found = new int[2 * tree.slots()];
        byte[] json = "{\"x\": 0, \"a\": {\"b\": [7]}}".getBytes(UTF_8);

        assertThat(scan.scan(json, 0, json.length, tree, found)).isTrue();
        assertThat(same).isEqualTo(inner);
        assertThat(tree.slots()).isEqualTo(3);
        assertThat(range(json, found, a)).isEqualTo("{\"b\": [7]}");
        assertThat(range(json, found, whole)).isEqualTo(new String(json, UTF_8));
        assertThat(range(json, found, inner)).isEqualTo("7");
    }

    private static String range(byte[] json, int[] found, int slot) {
        return new String(json, found[2 * slot], found[2 * slot + 1] - found[2 * slot], UTF_8);
    }

    @Test
    void depthIsNoLimit() {
        int depth = 1_000_000;
        String deep = "[".repeat(depth) + "]".repeat(depth);

        assertThat(at("$.a", "{\"b\": " + deep + ", \"a\": 1}")).isEqualTo("1");
        assertThat(at("$.a", "{\"b\": " + deep.substring(1) + ", \"a\": 1}")).startsWith("! ");
        assertThat(at("$.a", "{\"b\": " + "{\"x\":".repeat(depth) + "1" + "}".repeat(depth) + ", \"a\": 1}"))
                .isEqualTo("1");
    }

    /** What Jackson takes, the scan takes, and the other way round. */
    @Test
    void agreesWithJacksonOnWhatIsADocument() throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        String[] bits = {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"\\u00e9\\n\"",
            "1",
            "-0.5e+3",
            "01",
            "true",
            "nul",
            "null",
            " ",
            "\"",
            "\\",
            "\u00e9",
            "\n",
            "-",
            ".",
            "\u0001",
            "\"\\x\"",
            "\"\\ud800\"",
            "1.",
            "1e"
        };
        int documents = 0;
        for (int round = 0; round < 60_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(7);
            for (int i = 0; i < length; i++) {
                text.append(bits[random.nextInt(bits.length)]);
            }
            byte[] bytes = text.toString().getBytes(random.nextInt(10) == 0 ? ISO_8859_1 : UTF_8);
            boolean expected = isDocument(bytes);
            documents += expected ? 1 : 0;
            assertThat(scan.scan(bytes, 0, bytes.length, new PathTree(), new int[0]))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(expected);
        }
        assertThat(documents).isGreaterThan(500);
    }

    private static boolean isDocument(byte[] bytes) {
        try (JsonParser parser = JACKSON.createParser(bytes)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                parser.getText();
                values += depth == 0 && !token.isStructEnd() ? 1 : 0;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return values == 1 && depth == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void findsWhatJacksonFindsInDocumentsOfAnyShape() throws IOException {
        long seed = 11;
        Random random = new Random(seed);
        ObjectMapper mapper = new ObjectMapper(JACKSON);
        for (int round = 0; round < 3_000; round++) {
            String json = value(random, 4);
            JsonNode root = mapper.readTree(json);
            for (String path : new String[] {"$.a", "$.b.a", "$[0]", "$.a[1]", "$[1].b", "$.c[0].a.b"}) {
                JsonNode expected = root.at(
                        path.substring(1).replace(".", "/").replace("[", "/").replace("]", ""));
                String found = at(path, json);
                if (expected.isMissingNode()) {
                    assertThat(found).as("seed %d: %s in %s", seed, path, json).isEqualTo("-");
                } else {
                    assertThat(mapper.readTree(found))
                            .as("seed %d: %s in %s", seed, path, json)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** Arrays and objects do not mix: for Jackson's pointers an index may be a name. */
    private static String value(Random random, int depth) {
        StringBuilder text = new StringBuilder(" ".repeat(random.nextInt(2)));
        switch (depth == 0 ? random.nextInt(3) : random.nextInt(5)) {
            case 0 -> text.append(random.nextInt(1_000) - 500);
            case 1 ->
                text.append('"').append("xé\\\"\\n".repeat(random.nextInt(4))).append('"');
            case 2 -> text.append(random.nextBoolean() ? "null" : "false");
            case 3 -> {
                int length = random.nextInt(3);
                for (int i = 0; i < length; i++) {
                    text.append(i == 0 ? "[" : ",").append(value(random, depth - 1));
                }
                text.append(length == 0 ? "[]" : "]");
            }
            default -> {
                String names = random.nextBoolean() ? "abc" : "bca";
                int length = random.nextInt(4);
                for (int i = 0; i < length; i++) {
                    text.append(i == 0 ? "{" : ",")
                            .append('"')
                            .append(names.charAt(i))
                            .append("\":");
                    text.append(value(random, depth - 1));
                }
                text.append(length == 0 ? "{}" : "}");
            }
        }
        return text.append(" ".repeat(random.nextInt(2))).toString();
    }

    @Test
    void textGoesThroughQuotesAndBack() {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                int c = random.nextInt(4) == 0 ? random.nextInt(0x10ffff) : random.nextInt(0x80);
                text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
            }
            byte[] utf8 = text.toString().getBytes(UTF_8);
            byte[] quoted = JsonText.quoted(utf8);

            assertThat(scan.scan(quoted, 0, quoted.length, new PathTree(), new int[0]))
                    .isTrue();
            assertThat(JsonText.decode(quoted, 0, quoted.length)).isEqualTo(utf8);
        }
    }

    @Test
    void halfOfASurrogatePairIsNoText() {
        byte[] half = "\"\\ud83d\"".getBytes(UTF_8);
        byte[] both = "\"\\ud83d\\ude00\"".getBytes(UTF_8);

        assertThat(JsonText.decode(half, 0, half.length)).isNull();
        assertThat(JsonText.decode(both, 0, both.length)).isEqualTo("\ud83d\ude00".getBytes(UTF_8));
    }

    @Test
    void textIsWhatJavaCanDecode() {
        Random random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? bytes[i] : (byte) (1 + random.nextInt(126));
            }
            boolean expected = Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes)
                    && new String(bytes, UTF_8).indexOf('\0') < 0;
            assertThat(Utf8.isText(bytes)).as(Arrays.toString(bytes)).isEqualTo(expected);
        }
    }
}
