package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Constant;
import sluice.engine.mapping.PlanFile.Timestamps;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.json.JsonText;
import sluice.engine.mapping.yaml.Node;
import sluice.protocol.Schema;

/** Values that stand in the plan itself. */
final class Constants {
    private Constants() {}

    /** The cell of a constant; throws a {@link Misfit} where the column cannot hold it. */
    static Object cell(Constant constant, Schema.Type type, Timestamps stored) {
        Found found = new Found();
        found.bytes(constant.text().getBytes(UTF_8));
        if (constant.form() == Node.Form.NOTHING && type != Schema.Type.JSON) {
            throw new Misfit("a list or a mapping is for columns of type json");
        }
        return new Conversion(type, stored, null).cell(found, new JsonScan());
    }

    static @Nullable String wrongWith(Constant constant, Schema.Type type, Timestamps stored) {
        try {
            cell(constant, type, stored);
            return null;
        } catch (Misfit misfit) {
            return misfit.reason();
        }
    }

    /** What a list or a mapping is in JSON. */
    static String json(Node node) {
        return switch (node) {
            case Node.Items(var place, List<Node> items) -> {
                List<String> parts = new ArrayList<>();
                items.forEach(item -> parts.add(json(item)));
                yield "[" + String.join(",", parts) + "]";
            }
            case Node.Entries(var place, Map<String, Node.Entry> entries) -> {
                List<String> parts = new ArrayList<>();
                entries.values().forEach(entry -> parts.add(quoted(entry.name()) + ":" + json(entry.node())));
                yield "{" + String.join(",", parts) + "}";
            }
            case Node.Scalar(var place, Node.Form form, String text) ->
                switch (form) {
                    case NOTHING -> "null";
                    case TRUTH, NUMBER -> text;
                    case TEXT -> quoted(text);
                };
        };
    }

    private static String quoted(String text) {
        return new String(JsonText.quoted(text.getBytes(UTF_8)), UTF_8);
    }
}
