package sluice.engine.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sluice.engine.core.Gates;
import sluice.engine.core.Plan;
import sluice.engine.mapping.Mapping;
import sluice.engine.mapping.PlanFile;
import sluice.engine.runtime.Adapters;
import sluice.engine.runtime.Retry;
import sluice.protocol.MigrationException;
import sluice.protocol.Reject;
import sluice.protocol.SinkReader;

/** {@code sluice rejects}: the rows that could not be written. */
@Command(
        name = "rejects",
        header = "List the rows that could not be written, or try them again.",
        description = {
            "Lists the rows of the latest run that could not be written: key, type, database, origin, size and reason,"
                    + " separated by tabs. The sink keeps their raw bytes.",
            "With --retry it tries them again from these bytes: rows of a plan with --plan, which may have been mended"
                    + " since, and all others as they are. What goes through leaves the rejects, what does not stays"
                    + " with its new reason, and the run's report says so. All of it happens at once or not at all."
        },
        footer = {
            "",
            "Exit codes of --retry: 0 all went through; 1 failed; 2 refused; 3 some are left, or a gate is not passed."
                    + " After 1 and 2 the sink is as it was.",
            "",
            "Examples:",
            "  sluice rejects app.db",
            "  sluice rejects app.db --limit 20",
            "  sluice rejects app.db --json | jq -r .reason | sort | uniq -c",
            "  sluice rejects app.db --retry --plan mended.yaml --dry-run",
            "  sluice rejects app.db --retry --plan mended.yaml"
        })
final class RejectsCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(
            names = "--json",
            description =
                    "Print JSON: one line for each slice of a row, with its raw bytes in base64, or what --retry did.")
    private boolean json;

    @Option(names = "--limit", paramLabel = "N", description = "List no more than N rows (default: all).")
    private @Nullable Long limit;

    @Option(names = "--retry", description = "Try them again.")
    private boolean retry;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "With --retry: the plan that says what becomes of them.")
    private @Nullable Path planFile;

    @Option(names = "--dry-run", description = "With --retry: write nothing, and say what would come of it.")
    private boolean dryRun;

    @Option(names = "--no-backup", description = "With --retry: do not keep a copy of SINK as it was before.")
    private boolean noBackup;

    @Option(
            names = {"-y", "--yes"},
            description = "With --retry: also where a product has switched to SINK and may have changed rows.")
    private boolean yes;

    RejectsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (limit != null && limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + ", and cannot be negative");
        }
        if (retry) {
            return tryAgain();
        }
        if (planFile != null || dryRun || noBackup || yes) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plan, --dry-run, --no-backup and --yes belong to --retry, which is not given");
        }
        long rowsMax = limit == null ? Long.MAX_VALUE : limit;
        try (SinkReader reader = Adapters.installed().read(sink)) {
            if (json) {
                list(reader, rowsMax);
            } else {
                try (RejectLines lines = new RejectLines(shell.out(), rowsMax)) {
                    reader.rejects(lines);
                }
            }
        }
        return 0;
    }

    private int tryAgain() {
        if (limit != null) {
            throw new ParameterException(spec.commandLine(), "--limit cannot be combined with --retry");
        }
        if (!dryRun && !yes) {
            checkNotInUse();
        }
        Retry.Outcome outcome = new Retry(Adapters.installed(), sink, mapped(), !noBackup, dryRun).run();
        shell.out().print(json ? JsonText.line(outcome) : RetryText.of(outcome, dryRun));
        shell.out().flush();
        return outcome.exitCode();
    }

    private void checkNotInUse() {
        try (SinkReader reader = Adapters.installed().read(sink)) {
            reader.switchedAt().ifPresent(at -> {
                throw MigrationException.refused(
                        "cannot try the rejects of " + sink + " again",
                        "a product switched to it at "
                                + Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS)
                                + ", and rows that it changed since may be replaced by older ones",
                        "see with --dry-run what would come of it, then say --yes");
            });
        }
    }

    /** What the plan file says; for runs of layout document, which need none, what they were made by. */
    private Plan.@Nullable Mapped mapped() {
        if (planFile != null) {
            PlanFile file = PlanFile.read(shell.folder().resolve(planFile));
            return new Plan.Mapped(Mapping.of(file), file.gates());
        }
        try (SinkReader reader = Adapters.installed().read(sink)) {
            boolean isOfDocuments = reader.runs().getFirst().layout().equals(PlannedCopy.DOCUMENT);
            return isOfDocuments ? new Plan.Mapped(Mapping.document(), Gates.NONE) : null;
        }
    }

    private void list(SinkReader reader, long rowsMax) {
        long[] rows = {0};
        reader.rejects(reject -> {
            rows[0] += reject.part() == 0 ? 1 : 0;
            if (rows[0] <= rowsMax) {
                print(reject);
            }
        });
    }

    private void print(Reject reject) {
        shell.out().print(JsonText.line(RejectJson.of(reject)));
    }
}
