package sluice.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run tells of itself: what copy and verify have in common. */
final class Output {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also write the report as JSON, the whole of it or nothing.")
    private @Nullable Path report;

    @Option(
            names = "--progress",
            paramLabel = "auto|plain|none",
            defaultValue = "auto",
            description = "A bar on a terminal and lines in a log (auto, the default), always lines, or nothing.")
    private ProgressMode progress;

    ProgressMode progress() {
        return progress;
    }

    @Nullable
    ReportFile reportFile(Shell shell) {
        return report == null ? null : new ReportFile(shell.folder().resolve(report));
    }
}
