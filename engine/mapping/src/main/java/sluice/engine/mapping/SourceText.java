package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.List;
import sluice.engine.mapping.json.JsonPath;
import sluice.engine.mapping.yaml.Nearest;

/** Reads the text that says where a column comes from. */
final class SourceText {
    private static final String FIELD = "field.";

    private SourceText() {}

    /** Throws IllegalArgumentException where it is none: the message says what to write instead. */
    static From read(String text) {
        if (text.startsWith("{")) {
            return capture(text);
        }
        if (text.startsWith("$")) {
            return new From.Path(place(JsonPath.parse(text, '$'), text));
        }
        if (text.startsWith("@")) {
            return new From.Relative(place(JsonPath.parse(text, '@'), text));
        }
        if (text.startsWith(FIELD) && text.length() > FIELD.length()) {
            return new From.Field(text.substring(FIELD.length()));
        }
        return switch (text) {
            case "key" -> new From.KeyName();
            case "db" -> new From.Db();
            case "type" -> new From.TypeWord();
            case "value" -> new From.Whole();
            case "element" -> new From.Element();
            case "name" -> new From.FieldName();
            case "position" -> new From.Position();
            case "score" -> new From.Score();
            case "entry-id" -> new From.EntryId();
            case "entry-ms" -> new From.EntryMs();
            case "expiry" -> new From.Expiry();
            default -> throw unknown(text);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        List<String> known = new ArrayList<>(PlanKeys.SOURCES);
        known.addAll(List.of("\"{capture}\"", "$.path", "@.path", "field.NAME"));
        return new IllegalArgumentException(
                "there is no source \"" + text + "\" (a fixed text is {constant: …})" + Nearest.hint(text, known));
    }

    private static From capture(String text) {
        String name = text.endsWith("}") ? text.substring(1, text.length() - 1) : "";
        if (name.isEmpty() || name.contains("{") || name.contains("}") || name.contains(":")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no source: write the name of one capture in braces, as \"{phone}\"");
        }
        return new From.Capture(name);
    }

    private static JsonPath place(JsonPath path, String text) {
        if (path.has(JsonPath.Every.class)) {
            throw new IllegalArgumentException("the path \"" + text
                    + "\" leads to many values: a column takes one; say \"each\" for a record of each");
        }
        return path;
    }
}
