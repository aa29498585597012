package sluice.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.engine.core.Plan;

/** {@code sluice run}: carries a plan file out. */
@Command(
        name = "run",
        header = "Carry out a plan, or go on with it.",
        description = {
            "Copies as the plan file says, or goes on where an unfinished run of it stopped; the same as 'sluice copy"
                    + " --plan PLAN'. Options win over what stands in the plan."
        },
        footer = {
            "",
            "Exit codes: 0 done, and verified as asked; 1 failed, the same command resumes; 2 not begun: usage, plan"
                    + " or preflight; 3 done, but with rejects, differences or a failed gate; 130 and 143 stopped by a"
                    + " signal after a clean commit, the same command resumes.",
            "",
            "Examples:",
            "  sluice run plan.yaml",
            "  sluice run plan.yaml --sink rehearsal.db --verify full --report run.json"
        })
final class RunCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanArguments arguments;

    @Mixin
    private CopyOptions options;

    @Mixin
    private Output output;

    RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Plan plan = PlannedCopy.read(shell, spec.commandLine(), arguments.file, arguments.endpoints(), options)
                .plan();
        return new Foreground(shell, output.progress(), output.reportFile(shell))
                .run((engine, observer) -> engine.copy(plan, observer));
    }
}
