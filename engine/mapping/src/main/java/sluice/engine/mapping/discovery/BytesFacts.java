package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of many byte strings in one place: values, elements, captures. Mutable; belongs to one thread. */
final class BytesFacts {
    private static final double MOSTLY = 0.5;

    private final @Nullable JsonReading json;
    private final JsonFacts document = new JsonFacts();
    private long count;
    private long binary;
    private long empty;
    private long integers;
    private long documents;
    private boolean clear = true;

    /** {@code json} takes documents apart; null where nobody asks for them. */
    BytesFacts(@Nullable JsonReading json) {
        this.json = json;
    }

    void add(byte[] bytes) {
        count++;
        empty += bytes.length == 0 ? 1 : 0;
        if (Texts.isInteger(bytes)) {
            integers++;
        } else if (json != null && json.isDocument(bytes)) {
            documents++;
            clear &= json.read(bytes, document);
        } else if (Texts.decoded(bytes) == null) {
            binary++;
        }
    }

    long count() {
        return count;
    }

    /** How many are not text. */
    long binary() {
        return binary;
    }

    long empty() {
        return empty;
    }

    /** How many are JSON objects or arrays. */
    long documents() {
        return documents;
    }

    /** What the documents hold. */
    JsonFacts document() {
        return document;
    }

    /** Whether many of them are documents that can be taken apart, if not all. */
    boolean isMostlyJson() {
        return documents > MOSTLY * count && clear;
    }

    /** What all of them are: integer, json, or text, which may be anything. */
    String type() {
        if (count > 0 && integers == count) {
            return "integer";
        }
        return count > 0 && documents == count && clear ? "json" : "text";
    }

    /** Whether they are nothing more special than text or bytes. */
    boolean isText() {
        return type().equals("text");
    }

    @Override
    public String toString() {
        return switch (type()) {
            case "integer" -> "integers in all " + Words.count(count);
            case "json" -> "JSON in all " + Words.count(count);
            default -> binary + documents + integers == 0 ? "text in all " + Words.count(count) : some();
        };
    }

    private String some() {
        List<String> parts = new ArrayList<>();
        parts.add(binary == 0 ? "text" : "bytes that are not text in " + Words.of(binary, count));
        if (documents > 0) {
            parts.add("JSON in " + Words.of(documents, count));
        }
        if (integers > 0) {
            parts.add("integers in " + Words.of(integers, count));
        }
        return String.join(", ", parts);
    }
}
