package sluice.engine.mapping.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.json.PathTree;

/** Takes documents apart, field by field. Belongs to one thread. */
final class JsonReading {
    /** Fields further in are not looked at. */
    private static final int DEPTH_MAX = 4;

    private static final int LONG_DIGITS_MAX = 19;
    private static final int NUMBER_MAX = 400;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Budget budget;
    private final JsonScan scan = new JsonScan();
    private long document;

    JsonReading(Budget budget) {
        this.budget = budget;
    }

    /** Whether these bytes are a document, an object or an array, by the plan's own measure. */
    boolean isDocument(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] <= ' ' && bytes[at] > 0) {
            at++;
        }
        return at < bytes.length
                && (bytes[at] == '{' || bytes[at] == '[')
                && scan.scan(bytes, 0, bytes.length, new PathTree(), new int[0]);
    }

    /** Takes in a document; false where that was not possible to its end. */
    boolean read(byte[] json, JsonFacts root) {
        document++;
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            value(parser, root, 0);
            return true;
        } catch (IOException odd) {
            // Two readers of JSON disagree about this one.
            return false;
        }
    }

    private void value(JsonParser parser, @Nullable JsonFacts facts, int depth) throws IOException {
        if (facts != null) {
            facts.add(sortOf(parser), document);
        }
        if (facts == null || depth >= DEPTH_MAX || parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            JsonFacts field = facts.field(parser.currentName(), budget);
            parser.nextToken();
            value(parser, field, depth + 1);
        }
    }

    private static JsonFacts.Sort sortOf(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> JsonFacts.Sort.NULL;
            case VALUE_TRUE, VALUE_FALSE -> JsonFacts.Sort.BOOLEAN;
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> real(parser.getText());
            case START_OBJECT -> JsonFacts.Sort.OBJECT;
            case START_ARRAY -> JsonFacts.Sort.ARRAY;
            default -> text(parser.getText());
        };
    }

    private static JsonFacts.Sort integer(String digits) {
        return digits.length() < LONG_DIGITS_MAX ? JsonFacts.Sort.INTEGER : real(digits);
    }

    private static JsonFacts.Sort real(String number) {
        boolean fits = number.length() <= NUMBER_MAX && Double.isFinite(Double.parseDouble(number));
        return fits ? JsonFacts.Sort.REAL : JsonFacts.Sort.ODD;
    }

    private static JsonFacts.Sort text(String text) {
        if (Texts.isTime(text)) {
            return JsonFacts.Sort.TIME;
        }
        return Texts.isPlain(text) ? JsonFacts.Sort.TEXT : JsonFacts.Sort.ODD;
    }
}
