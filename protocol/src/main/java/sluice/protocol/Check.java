package sluice.protocol;

/** One thing that was looked at before a run, and what came of it. */
public record Check(String name, Verdict verdict, String told) {
    /** What it means for the run. */
    public enum Verdict {
        /** As it should be. */
        GOOD,
        /** A person should know before the run begins. */
        DOUBTFUL,
        /** The run would be refused. */
        BAD
    }

    public static Check good(String name, String told) {
        return new Check(name, Verdict.GOOD, told);
    }

    public static Check doubtful(String name, String told) {
        return new Check(name, Verdict.DOUBTFUL, told);
    }

    public static Check bad(String name, String told) {
        return new Check(name, Verdict.BAD, told);
    }
}
