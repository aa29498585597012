package sluice.engine.mapping.keys;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Whether one pattern matches whatever another one does: the other is matched as if it were a key, in which a capture
 * is one letter that only captures of the same or a wider type can take.
 */
final class Coverage {
    private final List<KeyPattern.Part> parts;
    private final List<Object> symbols;
    private final BitSet failed = new BitSet();

    Coverage(List<KeyPattern.Part> parts, List<Object> symbols) {
        this.parts = parts;
        this.symbols = symbols;
    }

    /** The bytes of its texts, and the types of its captures. */
    static List<Object> symbolsOf(List<KeyPattern.Part> parts) {
        List<Object> symbols = new ArrayList<>();
        for (KeyPattern.Part part : parts) {
            switch (part) {
                case KeyPattern.Literal(byte[] bytes) -> {
                    for (byte b : bytes) {
                        symbols.add(b);
                    }
                }
                case KeyPattern.Capture(String name, CaptureType type) -> symbols.add(type);
            }
        }
        return symbols;
    }

    boolean holds() {
        return from(0, 0);
    }

    private boolean from(int part, int at) {
        if (part == parts.size()) {
            return at == symbols.size();
        }
        int state = part * (symbols.size() + 1) + at;
        if (failed.get(state)) {
            return false;
        }
        boolean holds = switch (parts.get(part)) {
            case KeyPattern.Literal(byte[] bytes) -> isAt(at, bytes) && from(part + 1, at + bytes.length);
            case KeyPattern.Capture(String name, CaptureType type) -> captured(part, at, type);
        };
        failed.set(state, !holds);
        return holds;
    }

    private boolean isAt(int at, byte[] literal) {
        for (int i = 0; i < literal.length; i++) {
            if (at + i >= symbols.size() || !symbols.get(at + i).equals(literal[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean captured(int part, int at, CaptureType type) {
        if (type == CaptureType.TEXT || type == CaptureType.WORD) {
            for (int to = at; ; to++) {
                if (from(part + 1, to)) {
                    return true;
                }
                if (to >= symbols.size() || !takes(type, symbols.get(to))) {
                    return false;
                }
            }
        }
        return at < symbols.size() && takes(type, symbols.get(at)) && from(part + 1, at + 1);
    }

    private static boolean takes(CaptureType type, Object symbol) {
        if (!(symbol instanceof CaptureType taken)) {
            return type == CaptureType.TEXT || (type == CaptureType.WORD && !symbol.equals((byte) ':'));
        }
        return switch (type) {
            case TEXT -> true;
            case WORD -> taken != CaptureType.TEXT;
            case INTEGER -> taken == CaptureType.INTEGER || taken == CaptureType.DIGITS;
            case HEX -> taken == CaptureType.HEX || taken == CaptureType.DIGITS;
            case DIGITS, UUID, DATE -> taken == type;
        };
    }
}
