package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import sluice.protocol.Sink.Doubles;

/** What one kind of sink needs beside the rows: its tables, and how it is sealed. */
interface Kit {
    Layout layout() throws SQLException;

    /** Makes the tables that rows land in. */
    void createTables(Database database) throws SQLException;

    Sealing sealing(Path path, Database database, LogKeeper log, Runs.Stored run, Consumer<SealStep> after)
            throws SQLException;

    /** A seal that is to be run once; any of its steps can be done again by another. */
    interface Sealing {
        /** Does what is left to do; gives the outcome of the checks. */
        String run(Doubles doubles) throws SQLException;

        /** Makes what runs fail soon. For any thread. */
        void interrupt() throws SQLException;
    }

    /** A step of a seal is done; tests end the process there. */
    sealed interface SealStep permits Seal.Step, MappedSeal.Step, Retrying.Step {}

    /** Of a layout that brings its tables along. */
    record Ready(Layout layout) implements Kit {
        @Override
        public void createTables(Database database) throws SQLException {
            database.script(layout.tablesScript());
        }

        @Override
        public Sealing sealing(Path path, Database database, LogKeeper log, Runs.Stored run, Consumer<SealStep> after) {
            return new Seal(path, database, log, run, after);
        }
    }
}
