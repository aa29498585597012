package sluice.engine.mapping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Mapper;
import sluice.engine.mapping.PlanFile.Keyspace;
import sluice.engine.mapping.PlanFile.Otherwise;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.PlanFile.Timestamps;
import sluice.engine.mapping.document.DocumentTable;
import sluice.engine.mapping.keys.KeyIndex;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Schema;

/**
 * A plan, ready to map keys. Where a cell holds the whole value of a string, it is the very array of that string: who
 * keeps the cell and the raw value keeps one of them.
 */
public final class Mapping implements Mapper {
    /** The name of the last keyspace: that of keys which match nothing. */
    public static final String UNMATCHED = "(unmatched)";

    /** The same in a plan that tells no keyspaces apart. */
    private static final String EVERY = "*";

    private final Tables tables;
    private final List<Keyspace> keyspaces;
    private final List<Target> targets = new ArrayList<>();
    private final Otherwise otherwise;
    private final KeyIndex index;
    private final boolean ignoresSome;
    private final String identity;

    /** What becomes of the keys of one keyspace; {@code records} where they become records of the plan's tables. */
    record Target(
            int keyspace, PlanFile.Action action, @Nullable RecordsOfKeys records) {}

    private Mapping(PlanFile plan) {
        List<Table> all = new ArrayList<>(plan.tables());
        boolean hasDocuments = plan.otherwise() == Otherwise.DOCUMENT
                || plan.keyspaces().stream().anyMatch(keyspace -> keyspace.action() instanceof PlanFile.Document);
        if (hasDocuments) {
            all.add(new Table(DocumentTable.SHAPE, Timestamps.EPOCH_MS));
        }
        this.tables = new Tables(all);
        this.keyspaces = plan.keyspaces();
        this.otherwise = plan.otherwise();
        for (Keyspace keyspace : keyspaces) {
            RecordsOfKeys records = keyspace.action() instanceof PlanFile.Records(List<PlanFile.Into> into)
                    ? new RecordsOfKeys(keyspace, into, tables)
                    : null;
            targets.add(new Target(targets.size(), keyspace.action(), records));
        }
        targets.add(new Target(keyspaces.size(), actionOf(otherwise), null));
        this.index = new KeyIndex(keyspaces.stream().map(Keyspace::pattern).toList());
        this.ignoresSome = targets.stream().anyMatch(target -> target.action() instanceof PlanFile.Ignore);
        this.identity = Identity.of(plan, tables.schema());
    }

    public static Mapping of(PlanFile plan) {
        return new Mapping(plan);
    }

    /** The plan of {@code --layout document}: every key becomes one row of one table. */
    public static Mapping document() {
        return new Mapping(new PlanFile(
                "document",
                null,
                null,
                PlanFile.Options.NONE,
                Duration.ZERO,
                Gates.NONE,
                Otherwise.DOCUMENT,
                List.of(),
                List.of()));
    }

    private static PlanFile.Action actionOf(Otherwise otherwise) {
        return switch (otherwise) {
            case NATIVE -> new PlanFile.Native();
            case DOCUMENT -> new PlanFile.Document();
            case IGNORE -> new PlanFile.Ignore();
            case REJECT -> new PlanFile.Reject();
        };
    }

    @Override
    public Schema schema() {
        boolean natives = targets.stream().anyMatch(target -> target.action() instanceof PlanFile.Native);
        return new Schema(tables.schema().tables(), natives);
    }

    @Override
    public List<String> keyspaces() {
        List<String> names = new ArrayList<>();
        keyspaces.forEach(keyspace -> names.add(keyspace.name()));
        names.add(nameOf(keyspaces.size()));
        return names;
    }

    @Override
    public int keyspaceOf(Key key, Kind kind) {
        for (int candidate : index.candidates(key.name())) {
            Keyspace keyspace = keyspaces.get(candidate);
            if (keyspace.kinds().contains(kind) && keyspace.pattern().matches(key.name())) {
                return candidate;
            }
        }
        return keyspaces.size();
    }

    /** The same, and where the captures stand. */
    Target target(Key key, Kind kind, int[] captures) {
        for (int candidate : index.candidates(key.name())) {
            Keyspace keyspace = keyspaces.get(candidate);
            if (keyspace.kinds().contains(kind) && keyspace.pattern().match(key.name(), captures)) {
                return targets.get(candidate);
            }
        }
        return targets.getLast();
    }

    /** Only where no type of the key could bring it elsewhere. */
    @Override
    public int ignored(Key key) {
        if (!ignoresSome) {
            return NOT_IGNORED;
        }
        for (int candidate : index.candidates(key.name())) {
            Keyspace keyspace = keyspaces.get(candidate);
            if (keyspace.pattern().matches(key.name())) {
                boolean certain = keyspace.action() instanceof PlanFile.Ignore && isForAnyType(keyspace.kinds());
                return certain ? candidate : NOT_IGNORED;
            }
        }
        return otherwise == Otherwise.IGNORE ? keyspaces.size() : NOT_IGNORED;
    }

    private static boolean isForAnyType(Set<Kind> kinds) {
        return kinds.size() == Kind.values().length;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public Session session() {
        return new MappingSession(this);
    }

    @Override
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        for (Target target : targets) {
            if (target.records() != null) {
                target.records()
                        .doubts()
                        .forEach(doubt -> doubts.add("keyspace " + nameOf(target.keyspace()) + ", " + doubt));
            }
        }
        return doubts;
    }

    String nameOf(int keyspace) {
        if (keyspace < keyspaces.size()) {
            return keyspaces.get(keyspace).name();
        }
        return keyspaces.isEmpty() ? EVERY : UNMATCHED;
    }

    int tableCount() {
        return tables.size();
    }

    /** The number of the table of documents; only where the plan has documents. */
    int documentTable() {
        return tables.indexOf(DocumentTable.NAME);
    }

    List<Target> targets() {
        return targets;
    }
}
