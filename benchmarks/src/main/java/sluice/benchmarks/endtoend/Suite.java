package sluice.benchmarks.endtoend;

import java.util.List;

/** A question: who has to run to answer it, and what the answer should be. */
interface Suite {
    List<Contestant> contestants(Roster roster);

    /** Most keys in a warm-up; enough for everything to be in place, where what counts is not time. */
    default long warmUpKeys() {
        return Long.MAX_VALUE;
    }

    /** The figures that were asked for, as far as the contestants ran that they need. */
    List<Check> judge(Results results);
}
