package sluice.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;

/** {@code sluice verify}: compares without copying. */
@Command(
        name = "verify",
        header = "Compare without copying.",
        description = {
            "Reads SOURCE again and compares every row with SINK, without changing either. Give the same --db and"
                    + " --match as the copy had."
        },
        footer = {
            "",
            "Exit codes: 0 no difference; 1 failed; 2 not begun; 3 differences.",
            "",
            "Examples:",
            "  sluice verify redis://localhost:6379/0 app.db",
            "  sluice verify dump.rdb app.db --report verified.json",
            "  sluice verify redis://localhost sessions.db --match 'session:*'"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private Endpoints endpoints;

    @Mixin
    private Output output;

    VerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return new Foreground(shell, output.progress(), output.reportFile(shell))
                .run((engine, observer) -> engine.verify(plan(), observer));
    }

    private Plan plan() {
        return new Plan(
                endpoints.source,
                endpoints.sink,
                Plan.DEFAULT_LAYOUT,
                shell.sourcePassword(),
                endpoints.db,
                endpoints.match,
                Plan.DEFAULT_READERS,
                Plan.DEFAULT_BATCH_ROWS,
                Plan.DEFAULT_IN_FLIGHT_BYTES,
                0,
                VerifyMode.FULL,
                false);
    }
}
