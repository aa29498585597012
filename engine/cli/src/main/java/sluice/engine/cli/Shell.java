package sluice.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the process, passed in so that a test can give its own.
 *
 * @param out for results: reports, lists
 * @param err for errors and progress
 * @param columns how wide the terminal behind {@code err} is; 0 when there is none
 * @param answers what a person at a terminal types; null when there is none
 * @param folder where relative paths begin
 */
record Shell(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        int columns,
        @Nullable BufferedReader answers,
        Path folder,
        ZoneId zone,
        Interruption interruption) {
    private static final int USUAL_COLUMNS = 80;

    static Shell ofProcess() {
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        return new Shell(
                new PrintWriter(System.out, false, UTF_8),
                err,
                System.getenv(),
                terminalColumns(System.getProperty("sluice.columns", "0")),
                Boolean.getBoolean("sluice.terminal")
                        ? new BufferedReader(new InputStreamReader(System.in, UTF_8))
                        : null,
                Path.of(""),
                ZoneId.systemDefault(),
                Interruption.bySignals(err));
    }

    /** The same, in another folder. */
    Shell in(Path another) {
        return new Shell(out, err, environment, columns, answers, another, zone, interruption);
    }

    /** Only the launcher can see the terminal; without it there is none. */
    private static int terminalColumns(String fromLauncher) {
        return fromLauncher.matches("\\d{1,4}") ? Integer.parseInt(fromLauncher) : USUAL_COLUMNS;
    }

    /** The source's password, where the environment has one. */
    @Nullable
    String sourcePassword() {
        String password = environment.getOrDefault("SLUICE_SOURCE_PASSWORD", "");
        return password.isEmpty() ? null : password;
    }

    void error(String line) {
        err.println("sluice: " + Secrets.hidden(line).replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }
}
