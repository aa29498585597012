package sluice.engine.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * What the launcher runs once, so that the JVM can keep the classes and what it learnt of them: the demo, and an
 * attempt to reach a server that is not there.
 */
@Command(name = "train", hidden = true, header = "Do what most runs do, for the JVM to learn from.")
final class TrainCommand implements Callable<Integer> {
    private static final List<String> OURS = List.of("sluice/", "io/lettuce/core/protocol/", "io/lettuce/core/output/");

    private final Shell shell;

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        loadClasses();
        Path folder = Files.createTempDirectory("sluice-train");
        try {
            Shell there = shell.in(folder);
            Main.run(there, "demo", "--progress", "plain", "--report", "report.json");
            Main.run(there, "copy", DemoCommand.SOURCE, DemoCommand.SINK, "--fresh");
            Main.run(there, "copy", nowhere(), "never.db");
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static String nowhere() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket closed = new ServerSocket(0, 1, loopback)) {
            return "redis://" + loopback.getHostAddress() + ":" + closed.getLocalPort();
        }
    }

    /** What a run against a real server would need too. */
    private static void loadClasses() throws IOException {
        Path jar = Paths.get(System.getProperty("java.class.path"));
        if (!Files.isRegularFile(jar)) {
            return;
        }
        try (JarFile entries = new JarFile(jar.toFile())) {
            entries.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && OURS.stream().anyMatch(name::startsWith))
                    .forEach(TrainCommand::load);
        }
    }

    private static void load(String entry) {
        try {
            String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
            Class.forName(name, false, TrainCommand.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError optional) {
            // A class for a library that Sluice does not bring along is never needed.
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
