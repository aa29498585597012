package sluice.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Plain data as JSON. */
final class JsonText {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter PRETTY = MAPPER.writer(SerializationFeature.INDENT_OUTPUT);

    private JsonText() {}

    /** For people: over several lines. */
    static String pretty(Object data) {
        return write(PRETTY, data);
    }

    /** For JSON lines. */
    static String line(Object data) {
        return write(MAPPER.writer(), data);
    }

    private static String write(ObjectWriter writer, Object data) {
        try {
            return writer.writeValueAsString(data) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of plain data can always be written", impossible);
        }
    }
}
