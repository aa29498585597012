package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Schema;

/**
 * What a staging file is made of, and how it is sealed: into the sink beside it.
 *
 * @param sinkAtStart what is known of the sink when the run begins
 * @param again whether rows of the same run stand in the sink already: between them and those that are staged the
 *     policies of the plan hold
 */
record StagingKit(Path sink, Schema schema, boolean backup, InstantSource clock, SinkAtStart sinkAtStart, boolean again)
        implements Kit {
    /** What the staging file has to know of the sink; found out just before the run begins. */
    static final class SinkAtStart {
        /** The run that is to leave the sink when this one comes. */
        @Nullable
        String replacedRun;

        /** How columns of tables that are there compare where they are unique, by the table's name in lower case. */
        Map<String, Map<String, String>> collations = Map.of();
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
        Stage.create(database, schema, sinkAtStart.collations);
        String replaced = sinkAtStart.replacedRun;
        if (replaced != null) {
            database.update("INSERT INTO " + Stage.STATE + " VALUES ('" + Stage.REPLACES + "', ?)", replaced);
        }
    }

    @Override
    public Sealing sealing(Path path, Database database, LogKeeper log, Runs.Stored run, Consumer<SealStep> after) {
        return new MappedSeal(this, path, database, run, after);
    }
}
