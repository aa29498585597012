package sluice.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;

/** A shell that remembers what is printed. */
final class Capture {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Shell shell;

    Capture() {
        this(Path.of("target"), 0);
    }

    Capture(Path folder, int columns) {
        PrintWriter errors = new PrintWriter(err, true);
        Interruption interruption = new Interruption(errors, code -> {});
        shell = new Shell(new PrintWriter(out), errors, Map.of(), columns, folder, ZoneOffset.UTC, interruption);
    }

    Shell shell() {
        return shell;
    }

    int run(String... arguments) {
        return Main.run(shell, arguments);
    }

    String out() {
        shell.out().flush();
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
