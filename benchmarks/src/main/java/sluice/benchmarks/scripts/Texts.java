package sluice.benchmarks.scripts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.ScoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value as the text that goes into its row: a string as it is, anything else as JSON. */
final class Texts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Texts() {}

    static String of(@Nullable Object value) {
        if (value instanceof String string) {
            return string;
        }
        try {
            return JSON.writeValueAsString(
                    value instanceof List<?> list
                            ? list.stream().map(Texts::plain).toList()
                            : value);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(failure);
        }
    }

    private static Object plain(Object element) {
        return element instanceof ScoredValue<?> scored ? List.of(scored.getValue(), scored.getScore()) : element;
    }
}
