package sluice.engine.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.MigrationException;
import sluice.protocol.SinkReader;

/** {@code sluice status}: what stands in a sink. */
@Command(
        name = "status",
        header = "Show the runs, the progress and the rejects of a sink.",
        description = "Tells which runs a sink has seen, how far the latest has come, and what it rejected.",
        footer = {
            "",
            "Examples:",
            "  sluice status app.db",
            "  sluice status app.db --check",
            "  sluice status app.db --json"
        })
final class StatusCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--check", description = "Also read the whole sink and say whether it is damaged.")
    private boolean check;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Adapters adapters = Adapters.installed();
        String name = adapters.sink(sink).redact(sink);
        try (SinkReader reader = adapters.read(sink)) {
            Status status = new Status(
                    name, List.copyOf(reader.runs()), reader.checkpoint(), RejectCount.in(reader), reader.switchedAt());
            shell.out().print(json ? StatusJson.of(status) : StatusText.of(status, shell.zone()));
            shell.out().flush();
            if (check) {
                check(name, reader.damage());
            }
        }
        return 0;
    }

    private void check(String name, List<String> damage) {
        if (!damage.isEmpty()) {
            throw MigrationException.failed(
                    name + " is damaged", String.join("; ", damage), "restore it, or copy into another one", null);
        }
        if (!json) {
            shell.out().println("\nThe whole sink was read: it is sound.");
        }
    }
}
