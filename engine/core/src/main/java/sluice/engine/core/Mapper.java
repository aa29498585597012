package sluice.engine.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Schema;

/** What a plan makes of keys: into which keyspace they fall, and which rows of tables they become. Thread-safe. */
public interface Mapper {
    /** What {@link #ignored} says of a key that is to be read. */
    int NOT_IGNORED = -1;

    /** The tables that rows are mapped to. */
    Schema schema();

    /** The names of all keyspaces, as the report gives them; rows and methods name them by their index. */
    List<String> keyspaces();

    /** The keyspace of a key that holds a value of that kind. */
    int keyspaceOf(Key key, Kind kind);

    /** The keyspace that ignores this key whatever it holds, or {@link #NOT_IGNORED}: then its value has to be read. */
    int ignored(Key key);

    /** What decides the content of the sink, as text: two mappings with the same one are the same. */
    String identity();

    /** What its sessions have seen that lets one doubt the plan, each in one line for people. */
    default List<String> doubts() {
        return List.of();
    }

    /** For one stream of rows, in which the slices of a key follow each other. */
    Session session();

    /** Maps rows; belongs to one thread. */
    interface Session {
        /**
         * The row as the sink is to take it: mapped, as it is, or unfit. Each slice of a key gives one slice. Null when
         * its keyspace ignores it.
         */
        @Nullable
        Row map(Row row);
    }
}
