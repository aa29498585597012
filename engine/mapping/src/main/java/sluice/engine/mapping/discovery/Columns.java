package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;

/** The columns of a table that is being drafted. Mutable; belongs to one thread. */
final class Columns {
    private final List<Draft.Column> columns = new ArrayList<>();
    private final Identifiers names = new Identifiers();

    /** A name for a column that no other has. */
    String unused(String wanted) {
        return names.unused(wanted);
    }

    /** The column's name. */
    String add(Draft.Column column) {
        columns.add(column);
        return column.name();
    }

    /** Their names so far. */
    List<String> names() {
        return new ArrayList<>(columns.stream().map(Draft.Column::name).toList());
    }

    List<Draft.Column> all() {
        return List.copyOf(columns);
    }
}
