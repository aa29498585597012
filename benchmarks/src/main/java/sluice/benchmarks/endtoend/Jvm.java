package sluice.benchmarks.endtoend;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run classes of this program in a JVM of this kind. */
final class Jvm {
    private static final List<String> QUIET = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dslf4j.internal.verbosity=ERROR");

    private Jvm() {}

    static List<String> command(String main, List<String> options, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUIET);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    /** Whether the JVM can make an archive of the classes: it cannot of folders. */
    static boolean runsFromOneJar() {
        return System.getProperty("java.class.path").matches("[^:]+\\.jar");
    }

    /** Whether a file is missing, or older than the jar that this runs from. */
    static boolean isOutdated(Path file) {
        return file.toFile().lastModified()
                < Path.of(System.getProperty("java.class.path")).toFile().lastModified();
    }

    /** What the machine has. */
    static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
