package sluice.engine.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Keeper.Copy;

/** {@code sluice backups}: the copies of a sink as it was before its runs. */
@Command(
        name = "backups",
        header = "List the backups of a sink.",
        description = {
            "Lists the copies that runs made of SINK before they wrote to it, newest first, and reads each as a whole"
                    + " to say whether it is sound."
        },
        footer = {"", "Examples:", "  sluice backups app.db", "  sluice backups app.db --json"})
final class BackupsCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    BackupsCommand(Shell shell) {
        this.shell = shell;
    }

    /** A backup as scripts read it. */
    record Line(String name, String madeAt, long bytes, String run, boolean sound, String flaw) {
        static Line of(Copy copy) {
            String madeAt = Instant.ofEpochMilli(copy.madeAtMillis()).toString();
            return new Line(
                    copy.name(), madeAt, copy.bytes(), copy.run(), copy.flaw().isEmpty(), copy.flaw());
        }
    }

    @Override
    public Integer call() {
        Adapters adapters = Adapters.installed();
        List<Copy> copies = adapters.keeper(sink).backups();
        String name = adapters.sink(sink).redact(sink);
        shell.out().print(json ? JsonText.pretty(copies.stream().map(Line::of).toList()) : text(name, copies));
        return 0;
    }

    private String text(String name, List<Copy> copies) {
        if (copies.isEmpty()) {
            return name + ": no backups\n";
        }
        Table table = new Table(true).add("backup", "made", "size", "before run", "state");
        copies.forEach(copy -> table.add(
                copy.name(),
                Moment.shown(copy.madeAtMillis(), shell.zone()),
                Shown.bytes(copy.bytes()),
                copy.run().isEmpty() ? "-" : copy.run(),
                copy.flaw().isEmpty() ? "sound" : "damaged: " + copy.flaw()));
        return name + "\n\n" + table.text("  ") + "\nput one back with: sluice restore " + Word.quoted(name)
                + " BACKUP\n";
    }
}
