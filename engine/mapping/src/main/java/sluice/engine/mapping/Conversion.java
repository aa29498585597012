package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Timestamps;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.json.PathTree;
import sluice.engine.mapping.json.Utf8;
import sluice.protocol.Cell;
import sluice.protocol.Schema;

/**
 * Makes a cell of what was found, or throws a {@link Misfit}. Nothing is made to fit by force: what a column cannot
 * hold is a reject.
 *
 * @param stored how the table stores times
 * @param as how a time is written in the source, or null for the usual form
 */
record Conversion(
        Schema.Type type, Timestamps stored, @Nullable Timestamps as) {
    private static final PathTree NOTHING = new PathTree();
    private static final int[] NOWHERE = new int[0];

    /** The scanner is that of the thread. */
    Object cell(Found found, JsonScan scan) {
        return switch (type) {
            case TEXT -> text(found);
            case JSON -> json(found, scan);
            case INTEGER -> integer(found);
            case REAL -> real(found);
            case BLOB -> found.text();
            case BOOLEAN -> truth(found);
            case TIMESTAMP_TEXT, TIMESTAMP_NUMBER -> time(found);
            case ANY -> any(found);
        };
    }

    private static Object text(Found found) {
        byte[] text = found.text();
        if (!Utf8.isText(text)) {
            throw new Misfit(found.shown() + " is no text (UTF-8 without NUL): a column of type blob can hold it");
        }
        return new Cell(text);
    }

    private static Object any(Found found) {
        if (found.form == Found.Form.LONG) {
            return found.number;
        }
        if (found.form == Found.Form.DOUBLE) {
            return found.real;
        }
        byte[] text = found.text();
        return Utf8.isText(text) ? new Cell(text) : text;
    }

    /** The document as it is written. */
    private static Object json(Found found, JsonScan scan) {
        if (found.form == Found.Form.DOUBLE && Double.isInfinite(found.real)) {
            throw new Misfit(found.shown() + " is no number in JSON");
        }
        if (found.form == Found.Form.BYTES) {
            if (!found.isDocument && !scan.scan(found.bytes, found.from, found.to, NOTHING, NOWHERE)) {
                throw new Misfit("it is " + scan.reason());
            }
            return new Cell(found.range());
        }
        return new Cell(found.form == Found.Form.JSON ? found.range() : found.text());
    }

    private static Object integer(Found found) {
        Long number = switch (found.form) {
            case LONG -> found.number;
            case DOUBLE -> whole(found.real);
            case BYTES -> Numbers.integer(found.bytes, found.from, found.to);
            case JSON -> found.isJsonNumber() || found.isJsonString() ? integerOf(found) : null;
            case MISSING, NULL -> null;
        };
        if (number == null) {
            throw new Misfit(found.shown() + " is no integer of 64 bits");
        }
        return number;
    }

    private static @Nullable Long integerOf(Found found) {
        byte[] text = found.text();
        return Numbers.integer(text, 0, text.length);
    }

    private static @Nullable Long whole(double real) {
        return real == Math.rint(real) && real >= Long.MIN_VALUE && real < 0x1p63 ? (Long) (long) real : null;
    }

    private static Object real(Found found) {
        Double real = switch (found.form) {
            case LONG -> (double) found.number;
            case DOUBLE -> found.real;
            case BYTES -> Numbers.real(found.bytes, found.from, found.to);
            case JSON -> found.isJsonNumber() || found.isJsonString() ? realOf(found) : null;
            case MISSING, NULL -> null;
        };
        if (real == null) {
            throw new Misfit(found.shown() + " is no number that a real can hold");
        }
        return real;
    }

    private static @Nullable Double realOf(Found found) {
        byte[] text = found.text();
        return Numbers.real(text, 0, text.length);
    }

    private static Object truth(Found found) {
        boolean isText = found.form == Found.Form.BYTES || found.form == Found.Form.JSON;
        String word = isText && found.to - found.from > 10 ? "" : new String(found.text(), UTF_8);
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "1", "true", "yes" -> 1L;
            case "0", "false", "no" -> 0L;
            default -> throw new Misfit(found.shown() + " is neither true nor false");
        };
    }

    private Object time(Found found) {
        Long millis = millis(found);
        if (millis == null) {
            throw new Misfit(found.shown() + " is no time" + (as == null ? "" : " as " + PlanKeys.word(as)));
        }
        if (!Times.isPossible(millis)) {
            throw new Misfit(found.shown() + " is a time outside of the years 1 to 9999"
                    + (as == Timestamps.EPOCH_S ? "" : ": are these milliseconds?"));
        }
        found.looksLikeSeconds = as != Timestamps.EPOCH_S
                && as != Timestamps.ISO
                && Times.isOfOurDays(millis * 1_000)
                && isNumber(found);
        return switch (stored) {
            case ISO -> new Cell(Times.text(millis));
            case EPOCH_MS -> millis;
            case EPOCH_S -> Math.floorDiv(millis, 1_000L);
        };
    }

    private static boolean isNumber(Found found) {
        if (found.form == Found.Form.LONG || found.form == Found.Form.DOUBLE) {
            return true;
        }
        byte[] text = found.text();
        return Numbers.isNumber(text, 0, text.length);
    }

    private @Nullable Long millis(Found found) {
        int perUnit = as == Timestamps.EPOCH_S ? 1_000 : 1;
        if (found.form == Found.Form.LONG) {
            boolean fits = Math.abs(found.number) <= Times.LAST;
            return as == Timestamps.ISO || !fits ? null : (Long) (found.number * perUnit);
        }
        byte[] text = found.form == Found.Form.DOUBLE ? plain(found.real) : found.text();
        boolean number = Numbers.isNumber(text, 0, text.length);
        boolean isNumber = found.form == Found.Form.DOUBLE || found.isJsonNumber() || number;
        if (as == Timestamps.ISO || (as == null && !isNumber)) {
            return found.form == Found.Form.DOUBLE || found.isJsonNumber() ? null : Times.iso(text);
        }
        return number ? Times.millis(text, 0, text.length, perUnit) : null;
    }

    private static byte[] plain(double real) {
        return Numbers.text(real).getBytes(US_ASCII);
    }
}
