package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which partition wrote which ids: ranges, so that a double that leaves at the seal is booked where it came from. */
final class Authors {
    private final Database database;
    private final List<Range> ranges = new ArrayList<>();

    Authors(Database database) {
        this.database = database;
    }

    private record Range(long first, long last, int partition) {}

    /** Notes that a partition wrote an id; ids ascend. */
    void note(long id, int partition) {
        Range latest = ranges.isEmpty() ? null : ranges.getLast();
        if (latest != null && latest.partition == partition && latest.last == id - 1) {
            ranges.set(ranges.size() - 1, new Range(latest.first, id, partition));
        } else {
            ranges.add(new Range(id, id, partition));
        }
    }

    void save() throws SQLException {
        for (Range range : ranges) {
            database.update(
                    "INSERT OR REPLACE INTO sluice_landing(first_id, last_id, partition) VALUES (?, ?, ?)",
                    range.first,
                    range.last,
                    range.partition);
        }
        ranges.clear();
    }

    int partitionOf(long id) throws SQLException {
        return (int) database.number(
                "SELECT partition FROM sluice_landing WHERE first_id <= ? ORDER BY first_id DESC LIMIT 1", id);
    }

    void forget() throws SQLException {
        database.run("DELETE FROM sluice_landing");
    }
}
