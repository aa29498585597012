package sluice.benchmarks.endtoend;

import java.util.List;

/** A question: who has to run to answer it, and what the answer should be. */
interface Suite {
    List<Contestant> contestants(Roster roster);

    /** The figures that were asked for, as far as the contestants ran that they need. */
    List<Check> judge(Results results);
}
