package sluice.engine.mapping.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.protocol.Cell;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

class DocumentCodecTest {
    private static final int ROUNDS = 4_000;

    private final DocumentCodec codec = new DocumentCodec();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1};     {\"a\": 1}",
                "` [1]`;         ` [1]`",
                "hello;          \"hello\"",
                "123;            \"123\"",
                "\"x\";          \"\\\"x\\\"\"",
                "{\"a\": 1;      \"{\\\"a\\\": 1\"",
                "``;             \"\"",
            })
    void aStringIsItselfWhereItIsADocumentAndTextOtherwise(String content, String cell) {
        assertThat(json(new Value.StringValue(content.getBytes(UTF_8)))).isEqualTo(cell);
    }

    @Test
    void collectionsAreJson() {
        Value.SetSlice set = new Value.SetSlice(List.of(bytes("b"), bytes("a")));
        Value.SortedSlice sorted = new Value.SortedSlice(List.of(
                new Value.Scored(bytes("b"), 1.5),
                new Value.Scored(bytes("a"), Double.POSITIVE_INFINITY),
                new Value.Scored(bytes("c"), -3)));

        assertThat(json(new Value.ListSlice(0, List.of(bytes("b"), bytes("a")))))
                .isEqualTo("[\"b\",\"a\"]");
        assertThat(json(set)).isEqualTo("[\"a\",\"b\"]");
        assertThat(json(sorted)).isEqualTo("[[\"c\",-3],[\"b\",1.5],[\"a\",\"inf\"]]");
        assertThat(json(new Value.HashSlice(List.of(field("b", "1"), field("a", "\n")))))
                .isEqualTo("{\"a\":\"\\n\",\"b\":\"1\"}");
    }

    @Test
    void whatIsNoTextOrHasMoreToTellIsBytes() {
        byte[] odd = {(byte) 0xff};

        assertThat(codec.encode(new Value.StringValue(odd))).isEqualTo(odd);
        assertThat(codec.encode(new Value.StringValue(bytes("a\0b")))).isEqualTo(bytes("a\0b"));
        assertThat(codec.encode(new Value.ListSlice(0, List.of(odd)))).isInstanceOf(byte[].class);
        assertThat(codec.encode(new Value.HashSlice(List.of(new Value.Field(bytes("a"), bytes("b"), 5)))))
                .isInstanceOf(byte[].class);
    }

    private String json(Value value) {
        return new String(((Cell) codec.encode(value)).utf8(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Value.Field field(String name, String content) {
        return new Value.Field(bytes(name), bytes(content), Row.NEVER);
    }

    @Test
    void decodingGivesBackWhatWasEncoded() {
        long seed = 99;
        Random random = new Random(seed);
        int texts = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Value value = value(random);
            Object cell = codec.encode(value);
            texts += cell instanceof Cell ? 1 : 0;

            Value decoded = codec.decode(value.kind(), cell);

            assertThat(ValueCodec.encode(decoded))
                    .as("seed %d, round %d, %s", seed, round, value.kind())
                    .isEqualTo(ValueCodec.encode(inOrder(value)));
            assertThat(codec.encode(decoded)).isEqualTo(cell);
        }
        assertThat(texts).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @Test
    void differentValuesHaveDifferentCells() {
        Random random = new Random(4);
        Map<String, String> seen = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Value value = value(random);
            Object cell = codec.encode(value);
            String shown = value.kind() + (cell instanceof byte[] raw ? "x" + Arrays.toString(raw) : cell.toString());
            String content = Arrays.toString(ValueCodec.encode(inOrder(value)));
            assertThat(seen.getOrDefault(shown, content)).isEqualTo(content);
            seen.put(shown, content);
        }
        assertThat(seen).hasSizeGreaterThan(ROUNDS / 4);
    }

    @Test
    void jsonIsJson() throws IOException {
        Random random = new Random(12);
        ObjectMapper mapper = new ObjectMapper();
        for (int round = 0; round < ROUNDS; round++) {
            if (codec.encode(value(random)) instanceof Cell(byte[] json)) {
                assertThat(mapper.readTree(json)).isNotNull();
            }
        }
    }

    private static Value value(Random random) {
        boolean odd = random.nextInt(3) == 0;
        int size = random.nextInt(4);
        return switch (random.nextInt(6)) {
            case 0 -> new Value.StringValue(content(random, odd));
            case 1 -> new Value.ListSlice(0, contents(random, odd, size));
            case 2 -> new Value.SetSlice(distinct(contents(random, odd, size)));
            case 3 -> {
                List<Value.Field> fields = new ArrayList<>();
                for (byte[] name : distinct(contents(random, odd, size))) {
                    long expiresAt = random.nextInt(8) == 0 ? random.nextInt(1_000) : Row.NEVER;
                    fields.add(new Value.Field(name, content(random, odd), expiresAt));
                }
                yield new Value.HashSlice(fields);
            }
            case 4 -> {
                double[] scores = {
                    0, 1, -2.5, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1L << 60, 5e-324
                };
                List<Value.Scored> members = new ArrayList<>();
                for (byte[] member : distinct(contents(random, odd, size))) {
                    members.add(new Value.Scored(member, scores[random.nextInt(scores.length)]));
                }
                yield new Value.SortedSlice(members);
            }
            default ->
                new Value.StreamSlice(
                        List.of(new Value.Entry(1, random.nextInt(9), contents(random, odd, 2))),
                        List.of(new Value.Head(1, 2, 3, 4, 5)),
                        List.of(new Value.Group(content(random, odd), 1, 2, 3)),
                        List.of(),
                        List.of());
        };
    }

    private static List<byte[]> contents(Random random, boolean odd, int size) {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            contents.add(content(random, odd));
        }
        return contents;
    }

    private static List<byte[]> distinct(List<byte[]> contents) {
        List<byte[]> distinct = new ArrayList<>();
        for (byte[] content : contents) {
            if (distinct.stream().noneMatch(other -> Arrays.equals(other, content))) {
                distinct.add(content);
            }
        }
        return distinct;
    }

    private static byte[] content(Random random, boolean odd) {
        String[] bits = {"a", "\"", "\\", "{}", "[1]", "[", "é", "\n", ",", " ", "\u0001", "0", "{\"a\":[]}"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(bits[random.nextInt(bits.length)]);
        }
        byte[] content = text.toString().getBytes(UTF_8);
        if (odd && random.nextInt(3) == 0) {
            content = Arrays.copyOf(content, content.length + 1);
            content[content.length - 1] = (byte) (random.nextBoolean() ? 0 : 0xfe);
        }
        return content;
    }

    /** What has no order of its own is compared in one. */
    private static Value inOrder(Value value) {
        return switch (value) {
            case Value.SetSlice(List<byte[]> members) -> {
                List<byte[]> sorted = new ArrayList<>(members);
                sorted.sort(Arrays::compareUnsigned);
                yield new Value.SetSlice(sorted);
            }
            case Value.HashSlice(List<Value.Field> fields) -> {
                List<Value.Field> sorted = new ArrayList<>(fields);
                sorted.sort(Comparator.comparing(Value.Field::name, Arrays::compareUnsigned));
                yield new Value.HashSlice(sorted);
            }
            case Value.SortedSlice(List<Value.Scored> members) -> {
                List<Value.Scored> sorted = new ArrayList<>(members);
                sorted.sort(Comparator.comparingDouble(Value.Scored::score)
                        .thenComparing(Value.Scored::member, Arrays::compareUnsigned));
                yield new Value.SortedSlice(sorted);
            }
            default -> value;
        };
    }

    @Test
    void slicesAreGatheredUpToALimit() {
        Gatherer gatherer = new Gatherer();
        byte[] megabyte = new byte[1 << 20];

        gatherer.restart();
        assertThat(gatherer.add(new Value.SetSlice(List.of(bytes("b"))))).isTrue();
        assertThat(gatherer.add(new Value.SetSlice(List.of(bytes("a"))))).isTrue();
        assertThat(json(Objects.requireNonNull(gatherer.whole()))).isEqualTo("[\"a\",\"b\"]");

        gatherer.restart();
        assertThat(gatherer.add(new Value.ListSlice(0, Collections.nCopies(16, megabyte))))
                .isTrue();
        assertThat(gatherer.add(new Value.ListSlice(16, List.of(bytes("x"))))).isFalse();
        assertThat(gatherer.whole()).isNull();
    }

    @Test
    void aStreamToldInAnotherOrderIsTheSameDocument() {
        Value.Consumer one = new Value.Consumer(bytes("g"), bytes("a"), 1, 1);
        Value.Consumer two = new Value.Consumer(bytes("g"), bytes("b"), 1, 1);

        assertThat(stream(List.of(one, two))).isEqualTo(stream(List.of(two, one)));
    }

    private Object stream(List<Value.Consumer> consumers) {
        Gatherer gatherer = new Gatherer();
        gatherer.restart();
        gatherer.add(new Value.StreamSlice(List.of(), List.of(), List.of(), consumers, List.of()));
        return codec.encode(Objects.requireNonNull(gatherer.whole()));
    }

    @Test
    void knowsEveryKind() {
        assertThat(codec.encode(new Value.ModuleValue(bytes("m")))).isEqualTo(bytes("m"));
        assertThat(codec.decode(Kind.MODULE, bytes("m"))).isInstanceOf(Value.ModuleValue.class);
    }
}
