package sluice.benchmarks.scripts;

import java.sql.SQLException;
import java.util.List;

/** How the values of a page of keys are read. */
interface Reading {
    void read(List<String> keys, KeyTable table) throws SQLException;
}
