package sluice.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sluice.engine.core.Plan;
import sluice.engine.mapping.discovery.Discovered;
import sluice.engine.mapping.discovery.Discovery;
import sluice.engine.mapping.discovery.PlanText;
import sluice.engine.mapping.discovery.Selection;
import sluice.protocol.MigrationException;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** {@code sluice discover}: looks at a keyspace and proposes a plan. */
@Command(
        name = "discover",
        header = "Look at a source and propose a plan.",
        description = {
            "Reads a sample of SOURCE, or all of it, and writes a plan file that runs as it is: patterns of keys, the"
                    + " tables that they can become, and comments that say what was seen and how sure that is. Whatever"
                    + " it is not sure of stays as it is, in the layout native. The source is only ever read."
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 failed; 2 not begun; 130 and 143 stopped by a signal, nothing written.",
            "",
            "Examples:",
            "  sluice discover redis://localhost:6379/0 -o plan.yaml",
            "  sluice discover dump.rdb --all -o plan.yaml --force",
            "  sluice discover redis://localhost --match 'session:*' --sample 10000"
        })
final class DiscoverCommand implements Callable<Integer> {
    private static final long DEFAULT_SAMPLE = 200_000;

    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Origin origin;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the plan to this file, and a summary to stdout (default: the plan to stdout).")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace FILE where it is there already.")
    private boolean force;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_SAMPLE,
            description = "Read so many keys at most (default: ${DEFAULT-VALUE}).")
    private long sample;

    @Option(names = "--all", description = "Read every key.")
    private boolean all;

    @Option(
            names = "--progress",
            paramLabel = "auto|plain|none",
            defaultValue = "auto",
            description = "A bar on a terminal and lines in a log (auto, the default), always lines, or nothing.")
    private ProgressMode progress;

    DiscoverCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (sample < 1) {
            throw new ParameterException(spec.commandLine(), "--sample is " + sample + ", and must be at least 1");
        }
        WholeFile file = output == null ? null : new WholeFile(shell.folder().resolve(output), "the plan", "--output");
        if (file != null) {
            requireFree(file);
        }
        Discovered discovered = discovered();
        if (discovered == null) {
            return shell.interruption().exitCode();
        }
        String plan = PlanText.of(discovered);
        if (file == null) {
            shell.out().print(plan);
        } else {
            file.write(plan, "run the same command again, or leave -o out: then the plan goes to stdout");
            shell.out().print(summary(discovered, file.path()));
        }
        shell.out().flush();
        return 0;
    }

    private void requireFree(WholeFile file) {
        if (!force && Files.exists(file.path())) {
            throw MigrationException.refused(
                    "cannot write the plan to " + file.path(), "the file is there already", "replace it with --force");
        }
        file.check();
    }

    /** Null when it was stopped. */
    private @Nullable Discovered discovered() {
        Logging.begin();
        AtomicBoolean stopped = new AtomicBoolean();
        SourceSettings settings = settings();
        try (Source source = origin.provider().open(settings);
                ProgressDisplay display = new ProgressDisplay(shell, progress, System::nanoTime)) {
            shell.interruption().stopsBy(() -> stopped.set(true));
            return new Discovery(
                            source,
                            selection(),
                            all ? Long.MAX_VALUE : sample,
                            settings.asOf(),
                            System::nanoTime,
                            display,
                            stopped::get)
                    .run();
        } finally {
            shell.interruption().stopsBy(null);
        }
    }

    private Selection selection() {
        boolean locked = shell.sourcePassword() != null || origin.source.matches("(?s)[a-z-]+://.*@.*");
        return new Selection(origin.provider().redact(origin.source), origin.db, origin.match, locked);
    }

    private SourceSettings settings() {
        return new SourceSettings(
                origin.source,
                shell.sourcePassword(),
                origin.db,
                origin.match,
                Plan.DEFAULT_BATCH_ROWS,
                Plan.of("", "").batchBytes(),
                System.currentTimeMillis());
    }

    private static String summary(Discovered discovered, Path file) {
        Table table = new Table(true).add("pattern", "type", "keys", "share", "expiry", "what becomes of it");
        for (List<String> line : PlanText.summary(discovered)) {
            table.add(line.toArray(String[]::new));
        }
        String seen = discovered.isComplete() ? "all of them" : "a sample";
        return table.text("") + "\n" + Shown.count(discovered.keys(), "key") + " read, " + seen + ". The plan is in "
                + file + ".\nNext: read it and change what you know better; then sluice plan " + file + "\n";
    }
}
