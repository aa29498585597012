package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import sluice.engine.mapping.json.JsonText;
import sluice.protocol.Bytes;

/** What a source gave, in whatever form. One is used again and again, so that nothing is built on the way. */
final class Found {
    private static final int SHOWN_MAX = 60;

    /** In which form it is there, if at all. */
    enum Form {
        /** There is nothing. */
        MISSING,
        /** There is a JSON null, or no expiry. */
        NULL,
        /** Bytes as they are in the key, a value, an element or a field. */
        BYTES,
        /** A part of a document, as it is written there. */
        JSON,
        LONG,
        DOUBLE
    }

    Form form = Form.MISSING;
    byte[] bytes = new byte[0];
    int from;
    int to;
    /** Whether bytes are known to be a JSON document. */
    boolean isDocument;

    /** Whether a number that was taken for milliseconds is a time of our days only in seconds. */
    boolean looksLikeSeconds;

    long number;
    double real;

    void missing() {
        form = Form.MISSING;
    }

    void none() {
        form = Form.NULL;
    }

    void bytes(byte[] found, int begin, int end, boolean checked) {
        form = Form.BYTES;
        bytes = found;
        from = begin;
        to = end;
        isDocument = checked;
    }

    void bytes(byte[] found) {
        bytes(found, 0, found.length, false);
    }

    void json(byte[] document, int begin, int end) {
        bytes = document;
        from = begin;
        to = end;
        form = document[begin] == 'n' ? Form.NULL : Form.JSON;
    }

    void number(long found) {
        form = Form.LONG;
        number = found;
    }

    void real(double found) {
        form = Form.DOUBLE;
        real = found;
    }

    boolean isJsonString() {
        return form == Form.JSON && bytes[from] == '"';
    }

    boolean isJsonNumber() {
        return form == Form.JSON && (bytes[from] == '-' || (bytes[from] >= '0' && bytes[from] <= '9'));
    }

    /** The bytes between the bounds: the array itself where they are all of it. */
    byte[] range() {
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    /** As text: strings without quotes and escapes, everything else as it is written. */
    byte[] text() {
        return switch (form) {
            case BYTES -> range();
            case JSON -> isJsonString() ? decoded() : range();
            case LONG -> Long.toString(number).getBytes(UTF_8);
            case DOUBLE -> Numbers.text(real).getBytes(UTF_8);
            case MISSING, NULL -> throw new IllegalStateException("there is nothing");
        };
    }

    private byte[] decoded() {
        byte[] decoded = JsonText.decode(bytes, from, to);
        if (decoded == null) {
            throw new Misfit(shown() + " has half of a surrogate pair, which is no text");
        }
        return decoded;
    }

    /** For people, in quotes, and cut where it is long: values may be secret, and are never told in full. */
    String shown() {
        return switch (form) {
            // What is written in a document has its own escapes: a backslash stands for itself there.
            case JSON ->
                shown(Arrays.copyOfRange(bytes, from, Math.min(to, from + SHOWN_MAX + 1)), to - from)
                        .replace("\\x5c", "\\");
            case BYTES -> shown(Arrays.copyOfRange(bytes, from, Math.min(to, from + SHOWN_MAX + 1)), to - from);
            case LONG -> Long.toString(number);
            case DOUBLE -> Numbers.text(real);
            case MISSING, NULL -> "nothing";
        };
    }

    private static String shown(byte[] beginning, int length) {
        String text = Bytes.show(beginning);
        boolean quoted = text.startsWith("\"");
        String cut = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
        String whole = quoted && text.length() <= SHOWN_MAX ? cut : '"' + cut + '"';
        return text.length() > SHOWN_MAX ? whole + " (" + length + " bytes)" : whole;
    }
}
