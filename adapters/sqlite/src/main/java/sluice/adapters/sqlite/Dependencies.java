package sluice.adapters.sqlite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sluice.protocol.Schema;

/** The order in which tables that refer to each other are filled. */
final class Dependencies {
    private Dependencies() {}

    /** The places of the tables, those that others refer to first; in a circle the plan's order decides. */
    static List<Integer> parentsFirst(Schema schema) {
        List<Integer> order = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < schema.tables().size(); i++) {
            add(schema, i, seen, order);
        }
        return order;
    }

    private static void add(Schema schema, int index, Set<Integer> seen, List<Integer> order) {
        if (!seen.add(index)) {
            return;
        }
        for (Schema.ForeignKey key : schema.tables().get(index).references()) {
            int parent = indexOf(schema, key.table());
            if (parent >= 0) {
                add(schema, parent, seen, order);
            }
        }
        order.add(index);
    }

    /** Where a table stands in the plan; -1 where it is none of the plan's. */
    static int indexOf(Schema schema, String name) {
        for (int i = 0; i < schema.tables().size(); i++) {
            if (schema.tables().get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
