package sluice.engine.mapping.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Bytes;

/**
 * Checks that bytes are one JSON document (RFC 8259, strictly, of any depth) and finds where the parts stand that a
 * {@link PathTree} asks for. Nothing is built: what is found is a range of the bytes. Of fields of one name the last
 * one counts. Belongs to one thread.
 */
public final class JsonScan {
    /** Where a part begins that is not there. */
    public static final int MISSING = -1;

    private static final int WRONG = -1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int SHOWN = 20;

    private byte[] bytes = new byte[0];
    private int end;
    private int[] ranges = new int[0];
    private int wrongAt;
    /** Whether each open container is an object; it grows with the depth of what is skipped. */
    private boolean[] inObject = new boolean[64];

    /**
     * Scans the bytes from {@code from} to {@code to}. Slot n of the tree is then at {@code found[2n]} (or
     * {@link #MISSING}) up to {@code found[2n + 1]}. False where it is no document; {@link #reason} says why.
     */
    public boolean scan(byte[] document, int from, int to, PathTree tree, int[] found) {
        bytes = document;
        end = to;
        ranges = found;
        wrongAt = from;
        tree.root().forget(found);
        int at = value(blank(from), tree.root());
        if (at != WRONG && blank(at) != to) {
            at = wrong(blank(at));
        }
        return at != WRONG;
    }

    /** The same for a value in the middle of a document that was checked before: gives where it ends. */
    int part(byte[] document, int from, int to, PathTree tree, int[] found) {
        bytes = document;
        end = to;
        ranges = found;
        tree.root().forget(found);
        return value(from, tree.root());
    }

    /** Why the last scan said no: {@code no JSON at byte 17: "…"}. */
    public String reason() {
        return wrongAt >= end
                ? "no JSON: it ends at byte " + end
                : "no JSON at byte " + wrongAt + ": \""
                        + Bytes.show(Arrays.copyOfRange(bytes, wrongAt, Math.min(end, wrongAt + SHOWN))) + '"';
    }

    private int wrong(int at) {
        wrongAt = at;
        return WRONG;
    }

    private int value(int at, PathTree.Step step) {
        int after;
        if (at < end && bytes[at] == '{' && step.asksForFields()) {
            after = object(at + 1, step);
        } else if (at < end && bytes[at] == '[' && step.asksForElements()) {
            after = array(at + 1, step);
        } else {
            after = skip(at);
        }
        if (after != WRONG && step.slot() >= 0) {
            ranges[2 * step.slot()] = at;
            ranges[2 * step.slot() + 1] = after;
        }
        return after;
    }

    private int object(int from, PathTree.Step step) {
        int at = blank(from);
        if (at < end && bytes[at] == '}') {
            return at + 1;
        }
        while (true) {
            if (at >= end || bytes[at] != '"') {
                return wrong(at);
            }
            int afterName = string(at + 1);
            if (afterName == WRONG) {
                return WRONG;
            }
            PathTree.Step field = fieldNamed(step, at, afterName);
            int value = blank(colon(afterName));
            if (value < 0) {
                return WRONG;
            }
            if (field != null) {
                field.forget(ranges);
            }
            int after = field == null ? skip(value) : value(value, field);
            if (after == WRONG) {
                return WRONG;
            }
            at = blank(after);
            if (at < end && bytes[at] == '}') {
                return at + 1;
            }
            if (at >= end || bytes[at] != ',') {
                return wrong(at);
            }
            at = blank(at + 1);
        }
    }

    private PathTree.@Nullable Step fieldNamed(PathTree.Step step, int quote, int after) {
        for (int i = quote + 1; i < after - 1; i++) {
            if (bytes[i] == '\\') {
                byte[] name = JsonText.decode(bytes, quote, after);
                return name == null ? null : step.fieldNamed(name, 0, name.length);
            }
        }
        return step.fieldNamed(bytes, quote + 1, after - 1);
    }

    private int colon(int from) {
        int at = blank(from);
        return at < end && bytes[at] == ':' ? at + 1 : wrong(at);
    }

    private int array(int from, PathTree.Step step) {
        int at = blank(from);
        if (at < end && bytes[at] == ']') {
            return at + 1;
        }
        for (int index = 0; ; index++) {
            PathTree.Step element = step.elementAt(index);
            int after = element == null ? skip(at) : value(at, element);
            if (after == WRONG) {
                return WRONG;
            }
            at = blank(after);
            if (at < end && bytes[at] == ']') {
                return at + 1;
            }
            if (at >= end || bytes[at] != ',') {
                return wrong(at);
            }
            at = blank(at + 1);
        }
    }

    /** Behind the value that begins here, whatever is in it. Keeps no stack but a mark for each level. */
    private int skip(int from) {
        int depth = 0;
        int at = from;
        while (true) {
            at = opened(at, depth);
            if (at == WRONG) {
                return WRONG;
            }
            if (opens) {
                depth++;
                continue;
            }
            int closed = closed(at, depth);
            if (closed == WRONG) {
                return WRONG;
            }
            if (depthAfter == 0) {
                return closed;
            }
            depth = depthAfter;
            at = closed;
        }
    }

    private boolean opens;
    private int depthAfter;

    /**
     * Reads a scalar or an empty container, and gives where it ends; or the beginning of one with something in it, and
     * gives where that is.
     */
    private int opened(int at, int depth) {
        opens = false;
        if (at >= end) {
            return wrong(at);
        }
        byte b = bytes[at];
        if (b != '{' && b != '[') {
            return scalar(at);
        }
        int next = blank(at + 1);
        if (next < end && bytes[next] == (b == '{' ? '}' : ']')) {
            return next + 1;
        }
        if (depth == inObject.length) {
            inObject = Arrays.copyOf(inObject, 2 * depth);
        }
        inObject[depth] = b == '{';
        opens = true;
        return b == '{' ? name(next) : next;
    }

    /** Behind a value: closes the containers that end there, and gives where the next value begins. */
    private int closed(int from, int depth) {
        int at = from;
        depthAfter = depth;
        while (depthAfter > 0) {
            boolean object = inObject[depthAfter - 1];
            at = blank(at);
            if (at >= end) {
                return wrong(at);
            }
            if (bytes[at] == ',') {
                int next = blank(at + 1);
                return object ? name(next) : next;
            }
            if (bytes[at] != (object ? '}' : ']')) {
                return wrong(at);
            }
            depthAfter--;
            at++;
        }
        return at;
    }

    /** Behind a name and its colon: where its value begins. */
    private int name(int at) {
        if (at >= end || bytes[at] != '"') {
            return wrong(at);
        }
        int after = string(at + 1);
        int value = after == WRONG ? WRONG : colon(after);
        return value == WRONG ? WRONG : blank(value);
    }

    private int scalar(int at) {
        byte b = bytes[at];
        return switch (b) {
            case '"' -> string(at + 1);
            case 't' -> word(at, "true");
            case 'f' -> word(at, "false");
            case 'n' -> word(at, "null");
            default -> b == '-' || isDigit(at) ? number(at) : wrong(at);
        };
    }

    private int word(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || bytes[at + i] != word.charAt(i)) {
                return wrong(at);
            }
        }
        return at + word.length();
    }

    private int number(int from) {
        int at = bytes[from] == '-' ? from + 1 : from;
        if (at < end && bytes[at] == '0') {
            at++;
        } else {
            at = digits(at);
        }
        if (at != WRONG && at < end && bytes[at] == '.') {
            at = digits(at + 1);
        }
        if (at != WRONG && at < end && (bytes[at] | 0x20) == 'e') {
            boolean signed = at + 1 < end && (bytes[at + 1] == '+' || bytes[at + 1] == '-');
            at = digits(signed ? at + 2 : at + 1);
        }
        return at;
    }

    /** Behind one digit or more. */
    private int digits(int from) {
        int at = from;
        while (isDigit(at)) {
            at++;
        }
        return at == from ? wrong(at) : at;
    }

    private boolean isDigit(int at) {
        return at < end && bytes[at] >= '0' && bytes[at] <= '9';
    }

    /** Behind the closing quote of a string whose content begins here. */
    private int string(int from) {
        int at = from;
        while (true) {
            while (at + Long.BYTES <= end && isOrdinary((long) LONGS.get(bytes, at))) {
                at += Long.BYTES;
            }
            if (at >= end) {
                return wrong(at);
            }
            byte b = bytes[at];
            if (b == '"') {
                return at + 1;
            }
            int next =
                    b == '\\' ? escape(at + 1) : b >= ' ' ? at + 1 : b < 0 ? Utf8.afterSequence(bytes, at, end) : WRONG;
            if (next == WRONG) {
                return wrong(at);
            }
            at = next;
        }
    }

    /** Eight bytes of which each is ASCII and stands for itself: neither a control, nor a quote, nor a backslash. */
    private static boolean isOrdinary(long eight) {
        long quotes = eight ^ 0x2222222222222222L;
        long slashes = eight ^ 0x5c5c5c5c5c5c5c5cL;
        long found = (eight - 0x2020202020202020L) | (quotes - ONES) | (slashes - ONES) | eight;
        return (found & HIGHS) == 0;
    }

    private int escape(int at) {
        if (at >= end) {
            return WRONG;
        }
        return switch (bytes[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) ? at + 5 : WRONG;
            default -> WRONG;
        };
    }

    private boolean isHex(int at) {
        return at < end && Character.digit(bytes[at], 16) >= 0;
    }

    private int blank(int from) {
        int at = from;
        while (at >= 0
                && at < end
                && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}
