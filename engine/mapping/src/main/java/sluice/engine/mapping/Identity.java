package sluice.engine.mapping;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Into;
import sluice.engine.mapping.PlanFile.Keyspace;
import sluice.protocol.Schema;

/** Everything in a plan that decides what is in the sink, as text: no comments, no gates, no options, no addresses. */
final class Identity {
    private final StringBuilder text = new StringBuilder();

    private Identity() {}

    static String of(PlanFile plan, Schema schema) {
        Identity identity = new Identity();
        for (int i = 0; i < schema.tables().size(); i++) {
            identity.table(schema.tables().get(i));
            if (i < plan.tables().size()) {
                identity.line("timestamps", plan.tables().get(i).timestamps());
            }
        }
        plan.keyspaces().forEach(identity::keyspace);
        identity.line("otherwise", plan.otherwise());
        return identity.text.toString();
    }

    private void table(Schema.Table table) {
        line("table", table.name());
        table.columns().forEach(column -> line("column", column.name(), column.type(), column.notNull()));
        line("primary-key", table.primaryKey().toArray());
        table.uniques().forEach(columns -> line("unique", columns.toArray()));
        line("checks", table.checks().toArray());
        table.indexes().forEach(columns -> line("index", columns.toArray()));
        for (Schema.ForeignKey key : table.references()) {
            line("columns", key.columns().toArray());
            line("reference", key.table(), key.orphans(), key.enforced(), key.cascade());
            line("to", key.targets().toArray());
        }
        line("collisions", table.collisions().policy(), table.collisions().by(), table.existing());
        if (table.ordered()) {
            line("ordered");
        }
        new TreeMap<>(table.collisions().merges()).forEach((column, merge) -> line("merge", column, merge));
    }

    private void keyspace(Keyspace keyspace) {
        line("keyspace", keyspace.name(), keyspace.pattern());
        line("kinds", keyspace.kinds().stream().sorted().toArray());
        switch (keyspace.action()) {
            case PlanFile.Records(List<Into> into) -> into.forEach(this::into);
            case PlanFile.Native() -> line("native");
            case PlanFile.Document() -> line("document");
            case PlanFile.Ignore() -> line("ignore");
            case PlanFile.Reject() -> line("reject");
        }
    }

    private void into(Into into) {
        line("into", into.table(), into.each().sort(), into.each().array(), into.optional());
        for (PlanFile.Column column : into.columns()) {
            line("fills", column.name(), column.optional(), column.as());
            line("from", column.from().stream().map(SourceNames::word).toArray());
            constant("constant", column.constant());
            constant("default", column.otherwise());
            line("normalise", column.normalise().toArray());
        }
    }

    private void constant(String what, PlanFile.@Nullable Constant constant) {
        if (constant != null) {
            line(what, constant.form(), constant.text());
        }
    }

    /** One line: each value with its length before it, so that no two lists of values look alike. */
    private void line(String what, @Nullable Object... values) {
        text.append(what);
        for (Object value : values) {
            String shown = value instanceof Enum<?> word
                    ? word.name().toLowerCase(Locale.ROOT)
                    : Objects.requireNonNullElse(value, "-").toString();
            text.append(' ').append(shown.length()).append(':').append(shown);
        }
        text.append('\n');
    }
}
