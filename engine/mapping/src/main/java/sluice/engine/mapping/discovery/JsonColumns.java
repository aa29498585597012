package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.engine.mapping.discovery.JsonFacts.Sort;
import sluice.engine.mapping.json.JsonPath;

/** Columns for the fields of documents: those that most of them have and that hold one simple thing. */
final class JsonColumns {
    private static final double PRESENCE_MIN = 0.5;
    private static final int MAX = 30;

    private final long documents;
    private final Discovered discovered;
    private final Columns names;
    private final List<Draft.Column> columns = new ArrayList<>();

    private JsonColumns(long documents, Columns names, Discovered discovered) {
        this.documents = documents;
        this.names = names;
        this.discovered = discovered;
    }

    static List<Draft.Column> of(BytesFacts facts, Columns names, Discovered discovered) {
        JsonColumns columns = new JsonColumns(facts.documents(), names, discovered);
        columns.add(facts.document(), List.of(), true);
        return columns.columns;
    }

    private void add(JsonFacts object, List<JsonPath.Step> path, boolean always) {
        if (object.isCrowded()) {
            return;
        }
        for (Map.Entry<String, JsonFacts> field : object.fields().entrySet()) {
            JsonFacts facts = field.getValue();
            if (facts.documents() < documents * PRESENCE_MIN || columns.size() == MAX) {
                continue;
            }
            List<JsonPath.Step> steps = new ArrayList<>(path);
            steps.add(new JsonPath.Field(field.getKey()));
            boolean there = always && facts.isAlwaysThere(documents);
            if (facts.isOnly(Sort.OBJECT)) {
                add(facts, steps, there);
            } else if (!typeOf(facts).isEmpty() && Texts.isPlain(field.getKey())) {
                columns.add(column(steps, facts, there));
            }
        }
    }

    private Draft.Column column(List<JsonPath.Step> steps, JsonFacts facts, boolean there) {
        List<String> words = steps.stream()
                .map(step -> step instanceof JsonPath.Field(String name) ? name : "")
                .toList();
        String present = "in " + Words.of(facts.documents(), documents);
        long missing = documents - facts.documents();
        String doubt = discovered.doubt(missing, documents);
        return new Draft.Column(
                names.unused(String.join("_", words)),
                typeOf(facts),
                false,
                "$" + new JsonPath(steps),
                !there || !discovered.isComplete(),
                false,
                present
                        + (facts.seen(Sort.NULL) > 0 ? ", null in " + Words.count(facts.seen(Sort.NULL)) : "")
                        + (doubt.isEmpty() ? "" : ", absent in " + doubt));
    }

    /** The type of column for what stands there; empty where it is better left in the document. */
    private static String typeOf(JsonFacts facts) {
        if (facts.isOnly(Sort.TIME)) {
            return "timestamp";
        }
        if (facts.isOnly(Sort.TIME, Sort.TEXT)) {
            return "text";
        }
        if (facts.isOnly(Sort.INTEGER)) {
            return "integer";
        }
        if (facts.isOnly(Sort.BOOLEAN)) {
            return "boolean";
        }
        return facts.isOnly(Sort.INTEGER, Sort.REAL) ? "real" : "";
    }
}
