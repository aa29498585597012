package sluice.engine.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.SinkReader;

/** {@code sluice status}: what stands in a sink. */
@Command(
        name = "status",
        header = "Show the runs, the progress and the rejects of a sink.",
        description = "Tells which runs a sink has seen, how far the latest has come, and what it rejected.",
        footer = {"", "Examples:", "  sluice status app.db", "  sluice status app.db --json"})
final class StatusCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Adapters adapters = Adapters.installed();
        String name = adapters.sink(sink).redact(sink);
        try (SinkReader reader = adapters.read(sink)) {
            Status status = new Status(name, List.copyOf(reader.runs()), reader.checkpoint(), RejectCount.in(reader));
            shell.out().print(json ? StatusJson.of(status) : StatusText.of(status, shell.zone()));
        }
        return 0;
    }
}
