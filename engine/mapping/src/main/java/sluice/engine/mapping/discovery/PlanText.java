package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sluice.protocol.Kind;

/** Writes what was found as a plan file, with comments that say what was seen and how sure it is. */
public final class PlanText {
    private static final int WIDTH = 110;

    private final Discovered discovered;
    private final List<Draft> drafts;
    private final StringBuilder text = new StringBuilder();

    private PlanText(Discovered discovered) {
        this.discovered = discovered;
        this.drafts = Drafting.of(discovered);
    }

    /** The plan: it runs as it is. */
    public static String of(Discovered discovered) {
        PlanText plan = new PlanText(discovered);
        plan.head();
        plan.addresses();
        plan.tables();
        plan.keyspaces();
        return plan.text.toString();
    }

    /** One line for each keyspace of the plan, for people: pattern, type, keys, share, expiry, what becomes of it. */
    public static List<List<String>> summary(Discovered discovered) {
        List<List<String>> lines = new ArrayList<>();
        for (Draft draft : Drafting.of(discovered)) {
            lines.add(List.of(
                    Yaml.comment(draft.keyspace().text()),
                    draft.facts().kind().word(),
                    Words.count(draft.facts().keys()),
                    share(draft.facts().keys(), discovered),
                    draft.facts().expiries().toString(),
                    draft.isTable() ? "table " + draft.table() : "stays as it is"));
        }
        long unmatched = discovered.keyspaces().unmatched();
        if (unmatched > 0) {
            lines.add(
                    List.of("(other)", "", Words.count(unmatched), share(unmatched, discovered), "", "stays as it is"));
        }
        return lines;
    }

    private static String share(long keys, Discovered discovered) {
        return Words.percent((double) keys / Math.max(1, discovered.keys()));
    }

    private void head() {
        Keyspaces all = discovered.keyspaces();
        line("# A plan for " + Yaml.comment(discovered.source().name()) + ", proposed by 'sluice discover'.");
        line("# " + seen());
        if (discovered.unreadable() > 0) {
            line("# Names that are not UTF-8: " + Words.count(discovered.unreadable()) + ".");
        }
        if (all.dbs().size() > 1) {
            line("# Databases: " + all.dbs().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".");
        }
        if (!all.biggest().keys().isEmpty()) {
            line("# The biggest keys:");
        }
        for (Biggest.Big big : all.biggest().keys()) {
            line("#   " + Words.bytes(big.bytes()) + "  " + Yaml.comment(big.key())
                    + (big.elements() > 1 ? " (" + Words.count(big.elements()) + " elements)" : ""));
        }
        for (String note : discovered.source().notes()) {
            wrapped("# ", Yaml.comment(note));
        }
        line("");
    }

    private String seen() {
        long keys = discovered.keys();
        if (discovered.isComplete()) {
            return "All " + Words.count(keys, "key") + " were read: what is said below holds for all of them.";
        }
        long rows = discovered.source().rows();
        String all = rows < keys ? "" : " of about " + Words.count(rows);
        String where = discovered.source().moves() ? "spread over the keyspace" : "from the beginning of the file";
        return "A sample of " + Words.count(keys) + all + " keys was read, " + where + ": --all reads everything.";
    }

    private void addresses() {
        Selection selection = discovered.selection();
        String address = selection.address().replace("…@", "");
        String name = nameOf(address);
        line("name: " + name);
        line("source: " + Yaml.quoted(address));
        if (selection.locked()) {
            line("# Nobody's name or password stands here: give the password in the environment variable");
            line("# SLUICE_SOURCE_PASSWORD, and a user's name in an address on the command line.");
        }
        line("sink: " + Yaml.quoted("sqlite:" + name + ".db"));
        List<String> options = new ArrayList<>();
        if (selection.db() != null) {
            options.add("db: " + selection.db());
        }
        if (selection.match() != null) {
            options.add("match: " + Yaml.quoted(selection.match()));
        }
        if (!options.isEmpty()) {
            line("options: {" + String.join(", ", options) + "}");
        }
        String some = discovered.keyspaces().unmatchedNames().stream()
                .map(Yaml::comment)
                .collect(Collectors.joining(", "));
        long unmatched = discovered.keyspaces().unmatched();
        if (unmatched > 0) {
            wrapped(
                    "# ",
                    Words.count(unmatched, "key") + " that match nothing below (" + share(unmatched, discovered) + "): "
                            + some);
        }
        line("otherwise: native");
        line("");
    }

    /** The host or the file. */
    private static String nameOf(String address) {
        String path = address.replaceFirst("^[a-z-]+:/*", "")
                .replaceFirst("[?].*", "")
                .replaceFirst("\\.rdb$", "");
        String host = path.replaceFirst(address.contains("://") ? "[:/].*" : "^.*/", "");
        boolean speaks = host.matches("[A-Za-z].*") && !host.equals("localhost");
        return new Identifiers().unused(speaks ? host : "discovered");
    }

    private void tables() {
        if (drafts.stream().noneMatch(Draft::isTable)) {
            return;
        }
        line("tables:");
        for (Draft draft : drafts) {
            if (draft.isTable()) {
                table(draft);
            }
        }
        line("");
    }

    private void table(Draft draft) {
        line("  " + draft.table() + ":");
        line("    columns:");
        for (Draft.Column column : draft.columns()) {
            line("      " + column(column));
        }
        draft.offered().forEach(column -> line("      # " + column(column)));
        line("    primary-key: [" + String.join(", ", draft.primaryKey()) + "]");
        if (draft.isOfElements()) {
            line("    rowid: false");
        }
    }

    private static String column(Draft.Column column) {
        return column.name() + ": "
                + (column.notNull() ? "{type: " + column.type() + ", not-null: true}" : column.type());
    }

    private void keyspaces() {
        if (drafts.isEmpty()) {
            line("keyspaces: []");
            return;
        }
        line("keyspaces:");
        drafts.forEach(this::keyspace);
    }

    private void keyspace(Draft draft) {
        line("");
        facts(draft.facts());
        draft.remarks().forEach(remark -> wrapped("  # ", Yaml.comment(remark)));
        String pattern = draft.keyspace().text();
        line("  - pattern: " + Yaml.quoted(pattern));
        if (draft.keyspace().kinds().size() > 1) {
            line("    name: "
                    + Yaml.quoted(pattern + " (" + draft.facts().kind().word() + ")"));
        }
        line("    type: " + draft.facts().kind().word());
        if (!draft.isTable()) {
            line("    layout: native");
            return;
        }
        line("    table: " + draft.table());
        if (!draft.each().isEmpty()) {
            line("    each: " + draft.each());
        }
        line("    columns:");
        draft.columns().forEach(column -> line("      " + source(column)));
        draft.offered().forEach(column -> line("      # " + source(column)));
    }

    private static String source(Draft.Column column) {
        String from = column.from().matches("[a-z]+") ? column.from() : Yaml.quoted(column.from());
        String more = column.optional() ? ", optional: true" : column.emptied() ? ", default: \"\"" : "";
        return column.name() + ": " + (more.isEmpty() ? from : "{from: " + from + more + "}")
                + (column.remark().isEmpty() ? "" : "  # " + Yaml.comment(column.remark()));
    }

    private void facts(KeyFacts facts) {
        long keys = facts.keys();
        long estimated = discovered.estimated(keys);
        String all = discovered.isComplete() || estimated < 0 ? "" : ", about " + Words.count(estimated) + " in all";
        wrapped(
                "  # ",
                keys(keys, facts.kind()) + " (" + share(keys, discovered) + all + "), " + facts.expiries() + "; "
                        + sizes(facts));
    }

    private static String sizes(KeyFacts facts) {
        String biggest = facts.biggest().keys().stream()
                .limit(1)
                .map(big -> ": " + Yaml.comment(big.key())
                        + (big.elements() > 1 ? " with " + Words.count(big.elements()) + " elements" : ""))
                .findFirst()
                .orElse("");
        return "median " + Words.bytes(facts.sizes().median()) + ", biggest "
                + Words.bytes(facts.sizes().most()) + biggest;
    }

    private static String keys(long number, Kind kind) {
        String one = kind == Kind.ZSET ? "sorted set" : kind == Kind.MODULE ? "module value" : kind.word();
        return Words.count(number) + " " + one + (number == 1 ? "" : kind == Kind.HASH ? "es" : "s");
    }

    private void wrapped(String indent, String comment) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : comment.split(" ")) {
            if (line.length() + word.length() > WIDTH && line.length() > indent.length()) {
                line(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        line(line.toString().stripTrailing());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
