package sluice.engine.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Keeper.Undoing;

/** {@code sluice restore}: puts a backup back. */
@Command(
        name = "restore",
        header = "Put a backup back in a sink's place.",
        description = {
            "Checks a backup of SINK and puts it in the sink's place by a single rename. What stood there is kept"
                    + " beside it. Refused while another program has the sink open. Says beforehand what is lost, and"
                    + " asks."
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 failed; 2 refused, and nothing was changed.",
            "",
            "Examples:",
            "  sluice restore app.db",
            "  sluice restore app.db app.db.backup-20261121T103237Z",
            "  sluice restore app.db 20261121T103237Z --yes"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            index = "0",
            paramLabel = "SINK",
            description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "BACKUP",
            description = "As 'sluice backups' names it, a path, or its moment (default: the newest).")
    private @Nullable String backup;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    RestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Adapters adapters = Adapters.installed();
        String name = adapters.sink(sink).redact(sink);
        try (Undoing undoing = adapters.keeper(sink).restore(backup)) {
            new Consent(shell, name, yes).carryOut(undoing, "Restoring", "Restore?", "Restored", true);
        }
        return 0;
    }
}
