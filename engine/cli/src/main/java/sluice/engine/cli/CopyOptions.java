package sluice.engine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;

/** How to copy: what the commands that run a migration have in common. Null is what the command line did not say. */
final class CopyOptions {
    @Option(
            names = "--layout",
            paramLabel = "native|redka",
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

    /** The plan of a command without a plan file. */
    Plan plan(Shell shell, CommandLine command, Endpoints endpoints) {
        try {
            return new Plan(
                    endpoints.source,
                    endpoints.sink,
                    layout == null ? Plan.DEFAULT_LAYOUT : layout.toString(),
                    shell.sourcePassword(),
                    endpoints.db,
                    endpoints.match,
                    readers == null ? Plan.DEFAULT_READERS : readers,
                    batchRows == null ? Plan.DEFAULT_BATCH_ROWS : batchRows,
                    inFlight == null ? Plan.DEFAULT_IN_FLIGHT_BYTES : inFlight,
                    rate == null ? 0 : rate,
                    verify == null ? VerifyMode.SAMPLE : verify,
                    fresh,
                    !noBackup,
                    null);
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(command, outOfBounds.getMessage());
        }
    }
}
