package sluice.benchmarks.endtoend;

/**
 * A program on a data set.
 *
 * @param role what it is measured against, or as
 * @param live whether it reads from a server, and not from a file
 */
record Contestant(String name, Role role, DataSet data, boolean live, Program program) {
    /** What a contestant stands for in the comparison. */
    enum Role {
        SLUICE,
        FLOOR_JAVA,
        FLOOR_C,
        NAIVE_SCRIPT,
        PIPELINED_SCRIPT,
        BATCH_TOOL
    }

    Contestant withKeysAtMost(long most) {
        return data.keys() <= most ? this : new Contestant(name, role, data.withKeys(most), live, program);
    }

    /** For people, and unique in a series. */
    @Override
    public String toString() {
        return name + ", " + data;
    }
}
