package sluice.benchmarks.endtoend;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import sluice.benchmarks.endtoend.DataSet.Kind;

/** The suites by name, and what each measures when nothing else is asked for. */
enum SuiteName {
    SPEED,
    GROWTH,
    MEMORY,
    RESUME,
    START,
    ESTIMATE;

    private static final long ONE_MILLION = 1_000_000;
    private static final List<String> RDB = List.of("rdb");
    private static final List<String> BOTH = List.of("rdb", "live");

    /** What holds where the command line says nothing. */
    record Defaults(
            Function<Choice, Suite> maker,
            List<Kind> sets,
            List<Long> sizes,
            List<String> sources,
            String verify,
            int runs) {}

    Defaults defaults() {
        List<Kind> mix = List.of(Kind.MIX);
        List<Long> small = List.of(ONE_MILLION);
        return switch (this) {
            case SPEED -> new Defaults(SpeedSuite::new, List.of(Kind.STRINGS, Kind.MIX), small, BOTH, "none", 5);
            case GROWTH ->
                new Defaults(
                        GrowthSuite::new,
                        List.of(Kind.STRINGS),
                        List.of(ONE_MILLION, 10 * ONE_MILLION),
                        RDB,
                        "none",
                        5);
            case MEMORY ->
                new Defaults(MemorySuite::new, mix, List.of(ONE_MILLION / 10, 10 * ONE_MILLION), BOTH, "sample", 1);
            case RESUME -> new Defaults(ResumeSuite::new, mix, small, RDB, "none", 5);
            case ESTIMATE -> new Defaults(EstimateSuite::new, List.of(Kind.STRINGS, Kind.MIX), small, BOTH, "none", 3);
            case START -> new Defaults(StartSuite::new, mix, List.of(1_000L), BOTH, "sample", 5);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
