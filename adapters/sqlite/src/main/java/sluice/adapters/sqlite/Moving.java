package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import sluice.protocol.Schema.Existing;

/**
 * Brings the records of a stage into the sink's table. Where rows ascend by the primary key, inserting is
 * appending.
 */
final class Moving {
    private static final String BLOCKS = "temp.sluice_block";

    /** Names the id of a key. No column of a plan is called so. */
    private static final String ID = "sluice_key";

    /** Fewer records a key are sorted as a whole. */
    private static final int RECORDS_OF_BLOCK = 4;

    private final Database sink;
    private final Insertion insertion;
    private final Stage stage;
    private final List<String> key;

    Moving(Database sink, Insertion insertion) {
        this.sink = sink;
        this.insertion = insertion;
        this.stage = insertion.stage();
        this.key = insertion.table().primaryKey().stream().map(Sql::quoted).toList();
    }

    void run() throws SQLException {
        boolean isNew = insertion.table().existing() == Existing.REFUSE;
        if (!isNew || key.isEmpty() || !insertion.standing().isEverything() || !isInBlocks()) {
            sink.run(insertion.all(stage.hasLargeRows(sink)));
            return;
        }
        sink.run("DROP TABLE IF EXISTS " + BLOCKS);
        makeBlocks();
        String ofBlock = "s." + Stage.ID + " BETWEEN b." + ID + " << " + Stage.POSITION_BITS + " AND (b." + ID + " << "
                + Stage.POSITION_BITS + ") + " + (Stage.POSITIONS - 1);
        String columns = stage.columnNames().stream().map(name -> "s." + name).collect(Collectors.joining(", "));
        String insert = "INSERT INTO " + insertion.target() + "(" + stage.columnList() + ") SELECT ";
        sink.run(insert + columns + " FROM " + BLOCKS + " b CROSS JOIN " + stage.table() + " s WHERE " + ofBlock
                + " ORDER BY " + columns("b") + ", b." + ID);
        if (count(insertion.target()) < count(stage.table())) {
            sink.run(insert + stage.columnList() + " FROM " + stage.table() + " WHERE " + Stage.KEY_OF
                    + " NOT IN (SELECT " + ID + " FROM " + BLOCKS + ")");
        }
        sink.run("DROP TABLE " + BLOCKS);
    }

    private long count(String table) throws SQLException {
        return sink.number("SELECT count(*) FROM " + table);
    }

    /**
     * Whether keys have many records and those of one stand together in the table as they do where they landed, as the
     * elements of a list do: then only the first of each have to be sorted, which halves the work. Told by the first
     * and the last records; where it holds for those only, the others are inserted as correctly, but not as fast.
     */
    private boolean isInBlocks() throws SQLException {
        String some = stage.sample(Stage.KEY_OF + " AS " + ID + ", " + String.join(", ", key));
        long records = sink.number("SELECT count(*) FROM " + some);
        long keys = sink.number("SELECT count(DISTINCT " + ID + ") FROM " + some);
        long blocks = sink.number("SELECT sum(begins) FROM (SELECT " + ID + " IS NOT lag(" + ID + ") OVER (ORDER BY "
                + String.join(", ", key) + ") AS begins FROM " + some + ")");
        return records >= RECORDS_OF_BLOCK * keys && blocks <= keys + keys / RECORDS_OF_BLOCK;
    }

    private void makeBlocks() throws SQLException {
        String list = String.join(", ", key);
        sink.run("CREATE TABLE " + BLOCKS + "(" + list + ", " + ID + " INTEGER, PRIMARY KEY (" + list + ", " + ID
                + ")) WITHOUT ROWID");
        sink.run("INSERT INTO " + BLOCKS + " SELECT " + list + ", " + Stage.KEY_OF + " FROM " + stage.table()
                + " WHERE " + Stage.POSITION_OF + " = 0 ORDER BY " + list);
    }

    private String columns(String of) {
        return key.stream().map(column -> of + "." + column).collect(Collectors.joining(", "));
    }
}
