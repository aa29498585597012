package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sluice.protocol.Kind;

/** Decides what becomes of each keyspace: a table where nothing is lost, else what keeps everything as it is. */
final class Drafting {
    /** Of so many keys of a keyspace, one of another type is a stray. */
    private static final long STRAY = 100;

    /** So many fields of a hash are named in a comment. */
    private static final int NAMED_MAX = 20;

    private final Discovered discovered;
    private final Identifiers tables = new Identifiers();

    private Drafting(Discovered discovered) {
        this.discovered = discovered;
    }

    /** In the order in which the plan is to try them. */
    static List<Draft> of(Discovered discovered) {
        Drafting drafting = new Drafting(discovered);
        List<Draft> drafts = new ArrayList<>();
        for (Keyspace keyspace : discovered.found()) {
            for (KeyFacts facts : keyspace.kinds()) {
                drafts.add(drafting.draft(keyspace, facts));
            }
        }
        return drafts;
    }

    private Draft draft(Keyspace keyspace, KeyFacts facts) {
        if (facts.keys() * STRAY < keyspace.keys()) {
            String strays = Words.of(facts.keys(), keyspace.keys());
            return Draft.asTheyAre(keyspace, facts, "strays: only " + strays + " keys are of this type");
        }
        if (facts.undecodable() > 0) {
            String values = Words.count(facts.undecodable(), "value");
            return Draft.asTheyAre(keyspace, facts, values + " cannot be read: they will be rejects");
        }
        return switch (facts.values()) {
            case ValueFacts.Strings strings -> strings(keyspace, facts, strings);
            case ValueFacts.Elements(BytesFacts elements) -> elements(keyspace, facts, elements);
            case ValueFacts.Hashes hashes -> hashes(keyspace, facts, hashes);
            case ValueFacts.Others() ->
                Draft.asTheyAre(
                        keyspace, facts, "a " + facts.kind().word() + " has no form in a table that keeps all of it");
        };
    }

    private Draft strings(Keyspace keyspace, KeyFacts facts, ValueFacts.Strings strings) {
        if (keyspace.captureNames().isEmpty()) {
            return Draft.asTheyAre(keyspace, facts, "it is a single value");
        }
        BytesFacts contents = strings.contents();
        Columns columns = columns(keyspace, facts);
        List<String> key = columns.names();
        boolean json = contents.type().equals("json");
        if (json) {
            JsonColumns.of(contents, columns, discovered).forEach(columns::add);
        }
        columns.add(Draft.Column.always(columns.unused(json ? "data" : "value"), typeOf(contents), "value"));
        expiry(columns, facts, facts.expiries().expiring() > 0);
        List<String> remarks = new ArrayList<>(List.of("Values: " + contents + doubt(contents)));
        List<Draft.Column> offered = new ArrayList<>();
        if (!json && contents.isMostlyJson()) {
            offered.addAll(JsonColumns.of(contents, columns, discovered));
            remarks.add(notJson(strings));
        }
        return draft(keyspace, facts, "", columns, key, offered, remarks);
    }

    private static String notJson(ValueFacts.Strings strings) {
        long others = strings.contents().count() - strings.contents().documents();
        return "Not JSON: " + String.join(", ", strings.others())
                + (strings.others().size() < others ? ", …" : "")
                + ". Once they are mended, the columns that are commented out take the parts of the others.";
    }

    private Draft elements(Keyspace keyspace, KeyFacts facts, BytesFacts elements) {
        Columns columns = columns(keyspace, facts);
        List<String> key = columns.names();
        String remark = "Elements: " + elements + doubt(elements);
        if (facts.kind() == Kind.LIST) {
            key.add(columns.add(Draft.Column.always(columns.unused("position"), "integer", "position")));
            boolean json = elements.type().equals("json");
            if (json) {
                JsonColumns.of(elements, columns, discovered).forEach(columns::add);
            }
            columns.add(Draft.Column.always(columns.unused(json ? "data" : "element"), typeOf(elements), "element"));
        } else {
            String type = elements.type().equals("integer") ? "integer" : textType(elements);
            key.add(columns.add(Draft.Column.always(columns.unused("member"), type, "element")));
        }
        if (facts.kind() == Kind.ZSET) {
            columns.add(Draft.Column.always(columns.unused("score"), "real", "score"));
        }
        expiry(columns, facts, facts.expiries().expiring() > 0);
        return draft(keyspace, facts, "elements", columns, key, List.of(), List.of(remark));
    }

    private Draft hashes(Keyspace keyspace, KeyFacts facts, ValueFacts.Hashes hashes) {
        if (hashes.isExpiring()) {
            return fieldByField(keyspace, facts, hashes, "fields have expiries of their own");
        }
        if (hashes.isVaried(facts.keys()) || keyspace.captureNames().isEmpty()) {
            return fieldByField(keyspace, facts, hashes, "fields differ from key to key");
        }
        if (!discovered.isComplete()) {
            String why = "Fields that were seen: " + named(hashes, facts)
                    + ". A sample cannot rule out others, which a table would drop: --all can";
            return Draft.asTheyAre(keyspace, facts, why);
        }
        Columns columns = columns(keyspace, facts);
        List<String> key = columns.names();
        for (Map.Entry<String, BytesFacts> field : hashes.fields().entrySet()) {
            BytesFacts contents = field.getValue();
            columns.add(new Draft.Column(
                    columns.unused(field.getKey()),
                    typeOf(contents),
                    false,
                    "field." + field.getKey(),
                    contents.count() < facts.keys(),
                    false,
                    "in " + Words.of(contents.count(), facts.keys())));
        }
        expiry(columns, facts, facts.expiries().expiring() > 0);
        return draft(keyspace, facts, "", columns, key, List.of(), List.of("Every field that was seen has a column"));
    }

    private static String named(ValueFacts.Hashes hashes, KeyFacts facts) {
        return hashes.fields().entrySet().stream()
                        .limit(NAMED_MAX)
                        .map(field -> field.getKey() + " in "
                                + Words.percent((double) field.getValue().count() / Math.max(1, facts.keys())))
                        .collect(Collectors.joining(", "))
                + (hashes.fields().size() > NAMED_MAX ? ", …" : "");
    }

    /** A record for each field: names are data here. */
    private Draft fieldByField(Keyspace keyspace, KeyFacts facts, ValueFacts.Hashes hashes, String why) {
        Columns columns = columns(keyspace, facts);
        List<String> key = columns.names();
        key.add(columns.add(Draft.Column.always(columns.unused("field"), typeOf(hashes.names()), "name")));
        columns.add(Draft.Column.always(columns.unused("value"), typeOf(hashes.contents()), "element"));
        expiry(columns, facts, hashes.isExpiring() || facts.expiries().expiring() > 0);
        return draft(keyspace, facts, "fields", columns, key, List.of(), List.of("One record for each field: " + why));
    }

    /** What identifies a key: its captures, and its database where there are several. */
    private Columns columns(Keyspace keyspace, KeyFacts facts) {
        Columns columns = new Columns();
        List<Piece> pieces = keyspace.pattern().captures();
        for (int i = 0; i < pieces.size(); i++) {
            String name = keyspace.captureNames().get(i);
            BytesFacts capture = facts.captures().get(i);
            boolean number = pieces.get(i).isNumber() && capture.type().equals("integer");
            String type = number ? "integer" : pieces.get(i).isGeneric() ? textType(capture) : "text";
            String remark = capture.empty() == 0 ? "" : "empty in " + Words.of(capture.empty(), capture.count());
            columns.add(new Draft.Column(
                    columns.unused(name), type, true, "{" + name + "}", false, capture.empty() > 0, remark));
        }
        if (discovered.mayMix()) {
            columns.add(Draft.Column.always(columns.unused("db"), "integer", "db"));
        }
        return columns;
    }

    /** A sample may not have shown the keys that expire. */
    private void expiry(Columns columns, KeyFacts facts, boolean seen) {
        if (seen || !discovered.isComplete()) {
            String type = facts.expiries().isFar() ? "integer" : "timestamp";
            columns.add(new Draft.Column(columns.unused("expires_at"), type, false, "expiry", false, false, ""));
        }
    }

    /** The narrowest type of a column that takes all that was seen; of text and bytes also what was not seen. */
    private String typeOf(BytesFacts facts) {
        return facts.isText() ? textType(facts) : facts.type();
    }

    private String textType(BytesFacts facts) {
        return facts.binary() == 0 && discovered.isComplete() ? "text" : "any";
    }

    private String doubt(BytesFacts contents) {
        String doubt = discovered.doubt(0, contents.count());
        return doubt.isEmpty() || contents.isText() ? "" : "; others are " + doubt;
    }

    private Draft draft(
            Keyspace keyspace,
            KeyFacts facts,
            String each,
            Columns columns,
            List<String> primaryKey,
            List<Draft.Column> offered,
            List<String> remarks) {
        String table = tables.unused(tableName(keyspace, facts));
        return new Draft(keyspace, facts, table, each, columns.all(), primaryKey, offered, remarks);
    }

    /** The words of the pattern; and the type, behind the first type that has the name. */
    private String tableName(Keyspace keyspace, KeyFacts facts) {
        String words = keyspace.pattern().pieces().stream()
                .map(Piece::constant)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining("_"));
        String name = words.isEmpty() ? String.join("_", keyspace.captureNames()) : words;
        return tables.has(name) ? name + "_" + facts.kind().word() : name;
    }
}
