package sluice.engine.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.engine.mapping.PlanFile.Table;
import sluice.protocol.Schema;

/** The tables of a mapping, by number and by name. Immutable. */
final class Tables {
    private final List<Table> tables;
    private final Map<String, Integer> indexes = new HashMap<>();

    Tables(List<Table> tables) {
        this.tables = List.copyOf(tables);
        for (int i = 0; i < tables.size(); i++) {
            indexes.put(tables.get(i).shape().name(), i);
        }
    }

    int indexOf(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("there is no table " + name);
        }
        return index;
    }

    Table get(int index) {
        return tables.get(index);
    }

    int size() {
        return tables.size();
    }

    Schema schema() {
        return new Schema(tables.stream().map(Table::shape).toList());
    }
}
