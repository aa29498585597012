package sluice.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Keeper.Undoing;

/** {@code sluice rollback}: undoes the latest run. */
@Command(
        name = "rollback",
        header = "Undo the latest run of a sink.",
        description = {
            "Puts the backup back that the latest run made of SINK, or, where it made none, takes away what the run"
                    + " made. Says beforehand what has been written since, and asks."
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 failed; 2 refused, and nothing was changed.",
            "",
            "Examples:",
            "  sluice rollback app.db",
            "  sluice rollback app.db --yes"
        })
final class RollbackCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--no-keep", description = "Do not keep what is taken away as a file beside SINK.")
    private boolean noKeep;

    RollbackCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Adapters adapters = Adapters.installed();
        String name = adapters.sink(sink).redact(sink);
        try (Undoing undoing = adapters.keeper(sink).rollback()) {
            new Consent(shell, name, yes).carryOut(undoing, "Rolling back", "Roll back?", "Rolled back", !noKeep);
        }
        return 0;
    }
}
