package sluice.engine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sluice.engine.core.Gates;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.engine.mapping.Mapping;
import sluice.engine.mapping.PlanFile;

/** How to copy: what the commands that run a migration have in common. Null is what the command line did not say. */
final class CopyOptions {
    private static final PlanFile.Options NOTHING =
            new PlanFile.Options(null, null, null, null, null, null, null, null);

    @Option(
            names = "--layout",
            paramLabel = "native|redka|document",
            description = "How keys become SQL rows (default: native).")
    private @Nullable Layout layout;

    @Option(
            names = "--readers",
            paramLabel = "N",
            description = "Most readers at a time (default: " + Plan.DEFAULT_READERS + ").")
    private @Nullable Integer readers;

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            description = "Most rows in a batch, and most elements in a slice of a big key (default: "
                    + Plan.DEFAULT_BATCH_ROWS + ").")
    private @Nullable Integer batchRows;

    @Option(
            names = "--in-flight",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Most bytes between the readers and the last commit, as 64MiB or 67108864 (default: 8MiB).")
    private @Nullable Long inFlight;

    @Option(names = "--rate", paramLabel = "N", description = "At most N rows a second (default: as fast as it goes).")
    private @Nullable Long rate;

    @Option(
            names = "--verify",
            paramLabel = "none|sample|full",
            description = "How much to compare in the end (default: sample).")
    private @Nullable VerifyMode verify;

    @Option(
            names = "--fresh",
            description = "Forget a run that stands in SINK, finished or not, with its tables, and start over.")
    private boolean fresh;

    @Option(
            names = "--no-backup",
            description = "Keep no copy of a SINK that holds something already before anything is written to it.")
    private boolean noBackup;

    @Nullable
    Layout layout() {
        return layout;
    }

    /** The plan of a command without a plan file. */
    Plan plan(Shell shell, CommandLine command, Endpoints endpoints) {
        Endpoints.Both both = endpoints.both(command);
        Plan.Mapped document = layout == Layout.DOCUMENT ? new Plan.Mapped(Mapping.document(), Gates.NONE) : null;
        return over(NOTHING, shell, command, endpoints, both, named(), document);
    }

    private String named() {
        return layout == null ? Plan.DEFAULT_LAYOUT : layout.toString();
    }

    /** The plan of what the command line says, else the plan file, else the defaults. */
    Plan over(
            PlanFile.Options planned,
            Shell shell,
            CommandLine command,
            Endpoints endpoints,
            Endpoints.Both both,
            String layoutWord,
            Plan.@Nullable Mapped mapped) {
        try {
            return new Plan(
                    both.source(),
                    both.sink(),
                    layoutWord,
                    shell.sourcePassword(),
                    first(endpoints.db, planned.db()),
                    first(endpoints.match, planned.match()),
                    or(readers, planned.readers(), Plan.DEFAULT_READERS),
                    or(batchRows, planned.batchRows(), Plan.DEFAULT_BATCH_ROWS),
                    or(inFlight, planned.inFlightBytes(), Plan.DEFAULT_IN_FLIGHT_BYTES),
                    or(rate, planned.rate(), 0L),
                    or(verify, planned.verify(), VerifyMode.SAMPLE),
                    fresh,
                    !noBackup && or(null, planned.backup(), true),
                    mapped);
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(command, outOfBounds.getMessage());
        }
    }

    private static <T> @Nullable T first(@Nullable T given, @Nullable T planned) {
        return given == null ? planned : given;
    }

    private static <T> T or(@Nullable T given, @Nullable T planned, T usual) {
        T known = first(given, planned);
        return known == null ? usual : known;
    }
}
