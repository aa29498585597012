package sluice.engine.mapping.discovery;

import java.util.List;

/**
 * What is proposed for the keys of one pattern and one type.
 *
 * @param table the name of their table; empty where they stay as they are
 * @param each what gives one record, empty for the key
 * @param columns of the table
 * @param primaryKey names of columns that tell records apart
 * @param offered columns that would not take every value that was seen
 * @param remarks why it is so
 */
record Draft(
        Keyspace keyspace,
        KeyFacts facts,
        String table,
        String each,
        List<Column> columns,
        List<String> primaryKey,
        List<Column> offered,
        List<String> remarks) {
    Draft {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        offered = List.copyOf(offered);
        remarks = List.copyOf(remarks);
    }

    /** Keys that stay as they are, and why. */
    static Draft asTheyAre(Keyspace keyspace, KeyFacts facts, String why) {
        return new Draft(keyspace, facts, "", "", List.of(), List.of(), List.of(), List.of(why));
    }

    boolean isTable() {
        return !table.isEmpty();
    }

    /** Whether a key gives several records, which are named by more than the key. */
    boolean isOfElements() {
        return !each.isEmpty() && primaryKey.size() > 1;
    }

    /**
     * A column and what fills it.
     *
     * @param from a source in the plan's words
     * @param optional whether the source may be missing
     * @param emptied whether an empty text stands in for what is missing
     * @param remark what was seen; empty for nothing worth to say
     */
    record Column(
            String name, String type, boolean notNull, String from, boolean optional, boolean emptied, String remark) {
        static Column always(String name, String type, String from) {
            return new Column(name, type, true, from, false, false, "");
        }
    }
}
