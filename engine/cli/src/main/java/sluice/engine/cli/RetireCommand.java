package sluice.engine.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.engine.core.Report;
import sluice.engine.runtime.Adapters;
import sluice.engine.runtime.PlanAudit;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;

/** {@code sluice retire}: whether the source can go, and how. */
@Command(
        name = "retire",
        header = "Say whether the source can be switched off, and how.",
        description = {
            "Only for a plan whose run was verified, whose product has switched (sluice switched), and whose"
                    + " stabilisation period is over: compares source and sink once more, lists what is left over in"
                    + " the source, and prints the commands that switch it off. Switches nothing off itself."
        },
        footer = {
            "",
            "Exit codes: 0 the source may be retired; 1 failed; 2 too early, or the run is not good enough; 3 something"
                    + " is left over in the source.",
            "",
            "Examples:",
            "  sluice retire plan.yaml"
        })
final class RetireCommand implements Callable<Integer> {
    private static final int LEFT_OVER = 3;

    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanArguments arguments;

    @Mixin
    private Output output;

    RetireCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        PlannedCopy planned =
                PlannedCopy.read(shell, spec.commandLine(), arguments.file, arguments.endpoints(), new CopyOptions());
        checkReady(planned);
        Foreground foreground = new Foreground(shell, output.progress(), output.reportFile(shell));
        Report report = foreground.report(new PlanAudit(Adapters.installed(), planned.plan(), true));
        if (!report.error().isEmpty() || report.status().equals("stopped")) {
            shell.error(report.error().isEmpty() ? "it was stopped" : report.error());
            return shell.interruption().exitCode(report);
        }
        int unsaved = foreground.save(report);
        RetirementText text = new RetirementText(report);
        shell.out().print(text.leftOver());
        if (text.isLeftOver()) {
            shell.out().println("\nBring it over first: decide for each key, or run the plan into a new sink.");
            shell.out().flush();
            return LEFT_OVER;
        }
        shell.out().print(text.commands());
        shell.out().flush();
        return unsaved;
    }

    private void checkReady(PlannedCopy planned) {
        Adapters adapters = Adapters.installed();
        String sink = planned.plan().sink();
        String name = adapters.sink(sink).redact(sink);
        RunRecord run;
        OptionalLong switched;
        try (SinkReader reader = adapters.read(sink)) {
            run = reader.runs().getFirst();
            switched = reader.switchedAt();
        }
        List<String> doubts = new ArrayList<>(new Readiness(run, shell.zone()).doubts());
        if (!doubts.isEmpty()) {
            throw tooEarly(name, String.join("; ", doubts), "mend that first: sluice status " + name);
        }
        if (switched.isEmpty()) {
            throw tooEarly(
                    name,
                    "nobody recorded that the product switched to it",
                    "record it when it is done: sluice switched " + name);
        }
        Instant over =
                Instant.ofEpochMilli(switched.getAsLong()).plus(planned.file().retireAfter());
        Duration left = Duration.between(Instant.now(), over);
        if (left.isPositive()) {
            throw tooEarly(
                    name,
                    "the stabilisation period of " + hours(planned.file().retireAfter()) + " is not over: "
                            + hours(left) + " are left",
                    "run it again after " + Moment.shown(over.toEpochMilli(), shell.zone())
                            + ", or change retire-after in the plan");
        }
    }

    private static String hours(Duration duration) {
        return duration.toHours() >= 1
                ? duration.toHours() + " h"
                        + (duration.toMinutesPart() == 0 ? "" : " " + duration.toMinutesPart() + " min")
                : Math.max(1, duration.toMinutes()) + " min";
    }

    private static MigrationException tooEarly(String sink, String why, String hint) {
        return MigrationException.refused("cannot retire the source of " + sink, why, hint);
    }
}
