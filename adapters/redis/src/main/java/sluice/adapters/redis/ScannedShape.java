package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * Sets, hashes and sorted sets: by SSCAN, HSCAN and ZSCAN. Packed ones come whole, whatever COUNT says. Where all is
 * asked for, SMEMBERS and HGETALL cost the server a fifth and a third less; ZSCAN is cheaper than ZRANGE.
 */
final class ScannedShape implements Shape {
    static final ScannedShape SET = new ScannedShape(Kind.SET, CommandType.SSCAN, CommandType.SMEMBERS, false);
    static final ScannedShape HASH = new ScannedShape(Kind.HASH, CommandType.HSCAN, CommandType.HGETALL, false);
    static final ScannedShape ZSET = new ScannedShape(Kind.ZSET, CommandType.ZSCAN, null, false);

    /** For databases where some fields have an expiry of their own. */
    static final ScannedShape EXPIRING_HASH = new ScannedShape(Kind.HASH, CommandType.HSCAN, CommandType.HGETALL, true);

    private static final byte[] START = {'0'};
    private static final int PLAIN_DIGITS_MAX = 15;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14
    };

    private final Kind kind;
    private final CommandType scan;
    private final @Nullable CommandType whole;
    private final boolean fieldsExpire;

    private ScannedShape(Kind kind, CommandType scan, @Nullable CommandType whole, boolean fieldsExpire) {
        this.kind = kind;
        this.scan = scan;
        this.whole = whole;
        this.fieldsExpire = fieldsExpire;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    boolean fieldsExpire() {
        return fieldsExpire;
    }

    @Override
    public boolean comesWhole() {
        return whole != null;
    }

    @Override
    public Ask first(byte[] name, int elements) {
        return elements == ALL && whole != null ? Ask.of(whole, name) : page(name, START, elements);
    }

    @Override
    public Beginning begin(byte[] name, Ask first, int elements) {
        if (elements == ALL && whole != null) {
            Value all = slice(all(first));
            return all.size() == 0 ? Beginning.NOTHING : Beginning.whole(all);
        }
        List<Object> reply = first.list();
        Value slice = slice(elements(reply));
        byte[] cursor = (byte[]) reply.getFirst();
        if (!isStart(cursor)) {
            return new Beginning(slice, new Pages(name, cursor));
        }
        return slice.size() == 0 ? Beginning.NOTHING : Beginning.whole(slice);
    }

    private Ask page(byte[] name, byte[] cursor, int elements) {
        return Ask.of(scan, name, cursor, "COUNT", elements);
    }

    @SuppressWarnings("unchecked")
    private static List<byte[]> all(Ask answered) {
        return (List<byte[]>) (List<?>) answered.list();
    }

    @SuppressWarnings("unchecked")
    private static List<byte[]> elements(List<Object> reply) {
        return (List<byte[]>) reply.get(1);
    }

    private static boolean isStart(byte[] cursor) {
        return cursor.length == 1 && cursor[0] == '0';
    }

    private Value slice(List<byte[]> flat) {
        return switch (kind) {
            case HASH -> new Value.HashSlice(fields(flat));
            case ZSET -> new Value.SortedSlice(scored(flat));
            case STRING, LIST, SET, STREAM, MODULE -> new Value.SetSlice(flat);
        };
    }

    private static List<Value.Field> fields(List<byte[]> flat) {
        List<Value.Field> fields = new ArrayList<>(flat.size() / 2);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.add(new Value.Field(flat.get(i), flat.get(i + 1), Row.NEVER));
        }
        return fields;
    }

    private static List<Value.Scored> scored(List<byte[]> flat) {
        List<Value.Scored> scored = new ArrayList<>(flat.size() / 2);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            scored.add(new Value.Scored(flat.get(i), score(flat.get(i + 1))));
        }
        return scored;
    }

    /**
     * A score as servers print it: most have few digits, maybe behind a point. Digits and power of ten are exact in a
     * double then, so their quotient is the nearest one, as parsing would give.
     */
    static double score(byte[] text) {
        boolean negative = text.length > 0 && text[0] == '-';
        int from = negative ? 1 : 0;
        if (text.length - from > PLAIN_DIGITS_MAX || text.length == from) {
            return parse(text);
        }
        long digits = 0;
        int point = -1;
        for (int i = from; i < text.length; i++) {
            if (text[i] == '.' && point < 0) {
                point = i;
            } else if (text[i] >= '0' && text[i] <= '9') {
                digits = digits * 10 + text[i] - '0';
            } else {
                return parse(text);
            }
        }
        double score = point < 0 ? digits : digits / POWERS_OF_TEN[text.length - 1 - point];
        return negative ? -score : score;
    }

    private static double parse(byte[] text) {
        String number = new String(text, StandardCharsets.US_ASCII);
        return switch (number) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(number);
        };
    }

    private final class Pages implements Rest {
        private final byte[] name;
        private byte[] cursor;

        Pages(byte[] name, byte[] cursor) {
            this.name = name;
            this.cursor = cursor;
        }

        @Override
        public @Nullable Value next(Wire wire, Appetite appetite) {
            if (isStart(cursor)) {
                return null;
            }
            Ask page = wire.add(page(name, cursor, appetite.moreElements(kind)));
            wire.flush();
            if (Shape.isOver(wire, page)) {
                return null;
            }
            List<Object> reply = page.list();
            cursor = (byte[]) reply.getFirst();
            Value slice = slice(elements(reply));
            return fieldsExpire && slice instanceof Value.HashSlice hash ? FieldExpiries.of(wire, name, hash) : slice;
        }
    }
}
