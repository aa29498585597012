package sluice.engine.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shell that remembers what is printed. */
final class Capture {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Shell shell;
    private int exitCode = -1;

    Capture() {
        this(Path.of("target"), 0);
    }

    Capture(Path folder, int columns) {
        this(folder, columns, Map.of());
    }

    Capture(Path folder, Map<String, String> environment) {
        this(folder, 0, environment);
    }

    /** A person at a terminal who answers so. */
    static Capture answering(Path folder, String answers) {
        return new Capture(folder, 0, Map.of(), new BufferedReader(new StringReader(answers)));
    }

    private Capture(Path folder, int columns, Map<String, String> environment) {
        this(folder, columns, environment, null);
    }

    private Capture(Path folder, int columns, Map<String, String> environment, @Nullable BufferedReader answers) {
        PrintWriter errors = new PrintWriter(err, true);
        Interruption interruption = new Interruption(errors, code -> {});
        shell = new Shell(
                new PrintWriter(out), errors, environment, columns, answers, folder, ZoneOffset.UTC, interruption);
    }

    Shell shell() {
        return shell;
    }

    int run(String... arguments) {
        exitCode = Main.run(shell, arguments);
        return exitCode;
    }

    /** Of the latest run. */
    int exitCode() {
        return exitCode;
    }

    String out() {
        shell.out().flush();
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
