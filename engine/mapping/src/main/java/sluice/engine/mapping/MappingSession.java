package sluice.engine.mapping;

import org.jspecify.annotations.Nullable;
import sluice.engine.core.Mapper;
import sluice.engine.mapping.document.DocumentCodec;
import sluice.engine.mapping.document.DocumentTable;
import sluice.engine.mapping.document.Gatherer;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Maps one stream of rows, in which the slices of a key follow each other. */
final class MappingSession implements Mapper.Session {
    private final Mapping mapping;
    private final Reading reading = new Reading();
    private final Tuples tuples;
    private final DocumentCodec documents = new DocumentCodec();
    private final Gatherer gatherer = new Gatherer();
    private Mapping.@Nullable Target current;
    /** Why an earlier slice of the key did not fit: then none of it does. */
    private @Nullable String failure;

    MappingSession(Mapping mapping) {
        this.mapping = mapping;
        this.tuples = new Tuples(mapping.tableCount());
        int slots = 0;
        int fields = 0;
        for (Mapping.Target target : mapping.targets()) {
            if (target.records() != null) {
                slots = Math.max(slots, target.records().slots());
                fields = Math.max(fields, target.records().fields());
            }
        }
        reading.places = new int[2 * slots];
        reading.placesInPart = new int[2 * slots];
        reading.fields = new byte[fields][];
    }

    @Override
    public @Nullable Row map(Row row) {
        Mapping.Target target = current;
        if (row.part().opens() || target == null) {
            target = mapping.target(row.key(), row.value().kind(), reading.captures);
            open(row, target);
            current = target;
        }
        if (target.action() instanceof PlanFile.Ignore) {
            return null;
        }
        if (row.value() instanceof Value.Undecodable) {
            return row.mapped(row.value(), target.keyspace());
        }
        return row.mapped(mapped(row, target), target.keyspace());
    }

    private void open(Row row, Mapping.Target target) {
        failure = null;
        reading.key = row.key();
        reading.kind = row.value().kind();
        reading.expiresAt = row.expiresAt();
        reading.partExpiresAt = Row.NEVER;
        reading.position = 0;
        if (target.records() != null) {
            tuples.restart();
            target.records().open(reading);
        } else if (target.action() instanceof PlanFile.Document) {
            tuples.restart();
            gatherer.restart();
        }
    }

    private Value mapped(Row row, Mapping.Target target) {
        try {
            if (failure != null) {
                throw new Misfit(failure);
            }
            return switch (target.action()) {
                case PlanFile.Native() -> row.value();
                case PlanFile.Document() -> document(row);
                case PlanFile.Records records -> records(row, target);
                case PlanFile.Reject() -> throw new Misfit(rejection(target));
                case PlanFile.Ignore() -> throw new IllegalStateException("an ignored key");
            };
        } catch (Misfit misfit) {
            failure = misfit.reason();
            tuples.take();
            return new Value.Unfit(row.value(), misfit.reason());
        }
    }

    private String rejection(Mapping.Target target) {
        String name = mapping.nameOf(target.keyspace());
        return name.equals(Mapping.UNMATCHED)
                ? "it matches no keyspace of the plan, which rejects such keys"
                : "the plan rejects the keys of keyspace " + name;
    }

    private Value records(Row row, Mapping.Target target) {
        RecordsOfKeys records = target.records();
        if (records == null) {
            throw new IllegalStateException("no records for " + target);
        }
        if (!records.serves(reading.kind)) {
            throw new Misfit("it is of type " + reading.kind.word() + ", and keyspace "
                    + mapping.nameOf(target.keyspace()) + " has no columns for such keys");
        }
        records.add(row, reading, tuples);
        return new Value.Mapped(reading.kind, tuples.take(), records.raw(row));
    }

    private Value document(Row row) {
        boolean whole = row.part().opens() && row.part().closes();
        if (!gatherer.add(row.value())) {
            throw new Misfit(
                    "a document of over " + (Gatherer.BYTES_MAX >> 20) + " MiB: give it a table, or layout native");
        }
        Value value = row.part().closes() ? gatherer.whole() : null;
        if (value != null) {
            tuples.add(mapping.documentTable(), DocumentTable.cells(row, documents.encode(value)));
            gatherer.restart();
        }
        return new Value.Mapped(reading.kind, tuples.take(), whole ? null : row.value());
    }
}
