package sluice.engine.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Reject;
import sluice.protocol.SinkReader;

/** {@code sluice rejects}: the rows that could not be written. */
@Command(
        name = "rejects",
        header = "List the rows that could not be written.",
        description = {
            "Lists the rows of the latest run that could not be written: key, type, database, origin, size and reason,"
                    + " separated by tabs. The sink keeps their raw bytes."
        },
        footer = {
            "",
            "Examples:",
            "  sluice rejects app.db",
            "  sluice rejects app.db --limit 20",
            "  sluice rejects app.db --json | jq -r .reason | sort | uniq -c"
        })
final class RejectsCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(
            names = "--json",
            description = "Print JSON, one line for each slice of a row, with its raw bytes in base64.")
    private boolean json;

    @Option(names = "--limit", paramLabel = "N", description = "List no more than N rows (default: all).")
    private @Nullable Long limit;

    RejectsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (limit != null && limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit is " + limit + ", and cannot be negative");
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
