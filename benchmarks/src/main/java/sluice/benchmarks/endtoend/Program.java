package sluice.benchmarks.endtoend;

import java.nio.file.Path;
import sluice.benchmarks.endtoend.DataSet.Facts;

/** What is run and measured. */
interface Program {
    /**
     * Runs once. Throws when it failed, or when the result does not hold what the source holds: a failed run is never a
     * figure.
     */
    Run run(Place place);

    /**
     * Where a program runs.
     *
     * @param source the path of an RDB file, or the address of a server
     * @param folder empty, for this run alone
     */
    record Place(String source, Facts facts, Path folder) {
        Path database() {
            return folder.resolve("result.db");
        }
    }
}
