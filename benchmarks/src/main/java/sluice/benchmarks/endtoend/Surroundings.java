package sluice.benchmarks.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the figures depend on, beside what was measured. */
final class Surroundings {
    private static final String UNKNOWN = "not there";

    private Surroundings() {}

    static Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("CPU", first(Path.of("/proc/cpuinfo"), "model name"));
        machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("memory", String.format(Locale.ROOT, "%.0f GiB", Jvm.memoryBytes() / (double) (1 << 30)));
        machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("load before", load());
        return machine;
    }

    /** How many wanted a processor in the last minute: of a quiet machine 0. */
    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return Figures.plain(load);
    }

    static Map<String, String> versions(Path home, Path server) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Sluice", says(home, "git", "describe", "--always", "--dirty"));
        versions.put("JDK", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
        versions.put("SQLite (JDBC)", sqlite());
        versions.put("Redis", says(home, server.toString(), "--version").replaceAll("^Redis server | sha=.*", ""));
        versions.put("Node", says(home, "node", "--version"));
        versions.put("gcc", says(home, "gcc", "-dumpfullversion"));
        versions.put("SQLite (C)", says(home, "pkg-config", "--modversion", "sqlite3"));
        return versions;
    }

    private static String sqlite() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT sqlite_version()")) {
            return found.getString(1);
        } catch (SQLException failure) {
            return UNKNOWN;
        }
    }

    private static String first(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException notThere) {
            return UNKNOWN;
        }
    }

    private static String says(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 && !said.isEmpty() ? said : UNKNOWN;
        } catch (IOException notThere) {
            return UNKNOWN;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
