package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Schema;

/**
 * What a staging file is made of, and how it is sealed: into the sink beside it.
 *
 * @param replaces the run in the sink that this one takes the place of, or null
 */
record StagingKit(Path sink, Schema schema, boolean backup, InstantSource clock, Replaced replaces) implements Kit {
    /** Which run is to leave the sink when this one comes; set before the run begins. */
    static final class Replaced {
        @Nullable
        String run;
    }

    @Override
    public Layout layout() {
        List<Stage> stages = IntStream.range(0, schema.tables().size())
                .mapToObj(i -> Stage.planned(i, schema.tables().get(i)))
                .toList();
        return Layout.staged(stages);
    }

    @Override
    public void createTables(Database database) throws SQLException {
        database.script(Layout.NATIVE.tablesScript());
        Stage.create(database, schema);
        if (replaces.run != null) {
            database.update("INSERT INTO " + Stage.STATE + " VALUES ('" + Stage.REPLACES + "', ?)", replaces.run);
        }
    }

    @Override
    public Sealing sealing(Path path, Database database, LogKeeper log, Runs.Stored run, Consumer<SealStep> after) {
        return new MappedSeal(this, path, database, run, after);
    }
}
