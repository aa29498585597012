package sluice.engine.mapping.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import sluice.engine.mapping.json.ByteSink;
import sluice.engine.mapping.json.JsonElements;
import sluice.engine.mapping.json.JsonPath;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.json.JsonText;
import sluice.engine.mapping.json.PathTree;
import sluice.engine.mapping.json.Utf8;
import sluice.protocol.Cell;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/**
 * Whole values as one cell. JSON text where all of it is text: a string that is a JSON object or array is itself, any
 * other one a JSON string; a list is an array; a set an array in the order of bytes; a hash an object in the order of
 * its fields; a sorted set an array of {@code [member, score]} in its own order, where a score that is infinite is the
 * string {@code "inf"} or {@code "-inf"}. Bytes otherwise: those of the string, or the encoding {@code sluice-1}
 * ({@link ValueCodec}) of everything else, of streams and of module values in any case. Two values of one type have
 * the same cell only if they are the same. Belongs to one thread.
 */
public final class DocumentCodec {
    private static final PathTree NOTHING = new PathTree();
    private static final int[] NOWHERE = new int[0];
    private static final double EXACT_MAX = 1L << 53;

    private final JsonScan scan = new JsonScan();

    /** The cell of a whole value: a {@link Cell} or bytes. Throws {@link ArithmeticException} beyond 2 GiB. */
    public Object encode(Value value) {
        return switch (value) {
            case Value.StringValue(byte[] content) -> string(content);
            case Value.ListSlice(long first, List<byte[]> elements) ->
                areText(elements) ? array(elements) : ValueCodec.encode(value);
            case Value.SetSlice(List<byte[]> members) -> {
                List<byte[]> sorted = sorted(members, Arrays::compareUnsigned);
                yield areText(sorted) ? array(sorted) : ValueCodec.encode(new Value.SetSlice(sorted));
            }
            case Value.HashSlice(List<Value.Field> fields) ->
                hash(sorted(fields, (a, b) -> Arrays.compareUnsigned(a.name(), b.name())));
            case Value.SortedSlice(List<Value.Scored> members) -> sortedSet(sorted(members, DocumentCodec::compare));
            case Value.StreamSlice stream -> ValueCodec.encode(stream);
            case Value.ModuleValue module -> module.payload();
            case Value.Undecodable wrong -> throw new IllegalArgumentException("an undecodable value");
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        };
    }

    /** By score, then by the bytes of the member; both zeros are one score. */
    private static int compare(Value.Scored a, Value.Scored b) {
        int byScore = Double.compare(a.score() + 0.0, b.score() + 0.0);
        return byScore != 0 ? byScore : Arrays.compareUnsigned(a.member(), b.member());
    }

    private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(order);
        return sorted;
    }

    private Object string(byte[] content) {
        if (!Utf8.isText(content)) {
            return content;
        }
        return new Cell(isContainer(content) ? content : JsonText.quoted(content));
    }

    private boolean isContainer(byte[] content) {
        int at = 0;
        while (at < content.length && content[at] <= ' ' && content[at] > 0) {
            at++;
        }
        return at < content.length
                && (content[at] == '{' || content[at] == '[')
                && scan.scan(content, 0, content.length, NOTHING, NOWHERE);
    }

    private static boolean areText(List<byte[]> all) {
        for (byte[] bytes : all) {
            if (!Utf8.isText(bytes)) {
                return false;
            }
        }
        return true;
    }

    private static Cell array(List<byte[]> elements) {
        ByteSink out = new ByteSink(16 * elements.size());
        out.add('[');
        String separator = "";
        for (byte[] element : elements) {
            out.add(separator);
            JsonText.appendQuoted(out, element);
            separator = ",";
        }
        out.add(']');
        return new Cell(out.toBytes());
    }

    private static Object hash(List<Value.Field> fields) {
        ByteSink out = new ByteSink(32 * fields.size());
        out.add('{');
        String separator = "";
        for (Value.Field field : fields) {
            if (field.expiresAt() != Row.NEVER || !Utf8.isText(field.name()) || !Utf8.isText(field.content())) {
                return ValueCodec.encode(new Value.HashSlice(fields));
            }
            out.add(separator);
            JsonText.appendQuoted(out, field.name());
            out.add(':');
            JsonText.appendQuoted(out, field.content());
            separator = ",";
        }
        out.add('}');
        return new Cell(out.toBytes());
    }

    private static Object sortedSet(List<Value.Scored> members) {
        ByteSink out = new ByteSink(32 * members.size());
        out.add('[');
        String separator = "";
        for (Value.Scored scored : members) {
            if (!Utf8.isText(scored.member())) {
                return ValueCodec.encode(withPlainZeros(members));
            }
            out.add(separator);
            out.add('[');
            JsonText.appendQuoted(out, scored.member());
            out.add(',');
            out.add(score(scored.score()));
            out.add(']');
            separator = ",";
        }
        out.add(']');
        return new Cell(out.toBytes());
    }

    /** SQLite has one zero only. */
    private static Value withPlainZeros(List<Value.Scored> members) {
        return new Value.SortedSlice(members.stream()
                .map(scored -> new Value.Scored(scored.member(), scored.score() + 0.0))
                .toList());
    }

    private static String score(double score) {
        if (Double.isInfinite(score)) {
            return score > 0 ? "\"inf\"" : "\"-inf\"";
        }
        return score == Math.rint(score) && Math.abs(score) < EXACT_MAX
                ? Long.toString((long) score)
                : Double.toString(score);
    }

    /** The value of a cell that {@link #encode} gave for a key of this type. */
    public Value decode(Kind kind, Object cell) {
        if (cell instanceof Cell(byte[] json)) {
            return decodeText(kind, json);
        }
        byte[] bytes = (byte[]) cell;
        return switch (kind) {
            case STRING -> new Value.StringValue(bytes);
            case MODULE -> new Value.ModuleValue(bytes);
            case LIST, SET, HASH, ZSET, STREAM -> ValueCodec.decode(bytes);
        };
    }

    private Value decodeText(Kind kind, byte[] json) {
        if (!scan.scan(json, 0, json.length, NOTHING, NOWHERE)) {
            throw new IllegalArgumentException(scan.reason());
        }
        return switch (kind) {
            case STRING -> new Value.StringValue(json[0] == '"' ? text(json, 0, json.length) : json);
            case LIST -> new Value.ListSlice(0, texts(json));
            case SET -> new Value.SetSlice(texts(json));
            case HASH -> new Value.HashSlice(fields(json));
            case ZSET -> new Value.SortedSlice(scored(json));
            case STREAM, MODULE -> throw new IllegalArgumentException("a " + kind.word() + " is never text");
        };
    }

    private List<byte[]> texts(byte[] json) {
        PathTree whole = new PathTree();
        int slot = whole.add(JsonPath.parse("$", '$'));
        int[] found = new int[2];
        List<byte[]> texts = new ArrayList<>();
        JsonElements elements = new JsonElements(scan, json, 0);
        while (elements.next(whole, found)) {
            texts.add(text(json, found[slot], found[slot + 1]));
        }
        return texts;
    }

    /** An object is read as what it looks like without its braces: names and contents in turn. */
    private static List<Value.Field> fields(byte[] json) {
        List<byte[]> turns = new ArrayList<>();
        int at = 0;
        while (at < json.length) {
            if (json[at] != '"') {
                at++;
                continue;
            }
            int end = afterString(json, at);
            turns.add(text(json, at, end));
            at = end;
        }
        List<Value.Field> fields = new ArrayList<>();
        for (int i = 0; i < turns.size(); i += 2) {
            fields.add(new Value.Field(turns.get(i), turns.get(i + 1), Row.NEVER));
        }
        return fields;
    }

    private static int afterString(byte[] json, int from) {
        int at = from + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private List<Value.Scored> scored(byte[] json) {
        PathTree pair = new PathTree();
        int member = 2 * pair.add(JsonPath.parse("$[0]", '$'));
        int score = 2 * pair.add(JsonPath.parse("$[1]", '$'));
        int[] found = new int[4];
        List<Value.Scored> members = new ArrayList<>();
        JsonElements elements = new JsonElements(scan, json, 0);
        while (elements.next(pair, found)) {
            String number = new String(json, found[score], found[score + 1] - found[score], UTF_8);
            double real = switch (number) {
                case "\"inf\"" -> Double.POSITIVE_INFINITY;
                case "\"-inf\"" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(number);
            };
            members.add(new Value.Scored(text(json, found[member], found[member + 1]), real));
        }
        return members;
    }

    private static byte[] text(byte[] json, int from, int to) {
        byte[] text = JsonText.decode(json, from, to);
        if (text == null) {
            throw new IllegalArgumentException("half of a surrogate pair");
        }
        return text;
    }
}
