package sluice.engine.cli;

import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.runtime.Adapters;
import sluice.engine.runtime.Engine;
import sluice.engine.runtime.Execution;
import sluice.engine.runtime.PlanAudit;
import sluice.protocol.MigrationException;

/** Carries one plan out while somebody waits: shows progress, hears signals, prints the report. */
record Foreground(Shell shell, ProgressMode mode, @Nullable ReportFile reportFile) {
    /** What is to be run. */
    interface Job {
        Execution start(Engine engine, Consumer<Progress> observer);
    }

    /** The exit code; throws {@code MigrationException} when the run was refused before it began. */
    int run(Job job) {
        if (reportFile != null) {
            reportFile.check();
        }
        return tell(await(job));
    }

    /** The same of a verification by a plan. */
    int run(PlanAudit audit) {
        return tell(report(audit));
    }

    /** What a verification by a plan came to, for those who tell it in their own way. */
    Report report(PlanAudit audit) {
        if (reportFile != null) {
            reportFile.check();
        }
        Logging.begin();
        shell.interruption().stopsBy(audit::stop);
        try (ProgressDisplay display = new ProgressDisplay(shell, mode, System::nanoTime)) {
            return audit.run(display);
        } finally {
            shell.interruption().stopsBy(null);
        }
    }

    private int tell(Report report) {
        shell.out().print(ReportText.of(report));
        shell.out().flush();
        if (!report.error().isEmpty()) {
            shell.error(report.error());
        }
        int code = shell.interruption().exitCode(report);
        return Math.max(code, save(report));
    }

    /** What the run came to is told in any case: a report that cannot be written is a failure beside it. */
    int save(Report report) {
        if (reportFile == null) {
            return 0;
        }
        try {
            reportFile.write(report);
            return 0;
        } catch (MigrationException unwritten) {
            shell.error(String.valueOf(unwritten.getMessage()));
            return CommandErrors.FAILED;
        }
    }

    private Report await(Job job) {
        Logging.begin();
        try (Engine engine = new Engine(Adapters.installed());
                ProgressDisplay display = new ProgressDisplay(shell, mode, System::nanoTime)) {
            Execution execution = job.start(engine, display);
            shell.interruption().stopsBy(execution::stop);
            return execution.report().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MigrationException told ? told : e;
        } finally {
            shell.interruption().stopsBy(null);
        }
    }
}
