package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which other processes have a file open, as far as the system tells: Linux does, of processes that we may see. */
final class Holders {
    private static final Path PROCESSES = Path.of("/proc");
    private static final int NAMED_MAX = 3;

    private Holders() {}

    /** For a message: "sqlite3 (process 4711)"; empty when none is known. */
    static String of(Path file) {
        TreeSet<Long> holders = new TreeSet<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                long pid = Long.parseLong(process.getFileName().toString());
                if (pid != self && hasOpen(process, file)) {
                    holders.add(pid);
                }
            }
        } catch (IOException | RuntimeException unknown) {
            return "";
        }
        return holders.stream().limit(NAMED_MAX).map(Holders::named).collect(Collectors.joining(", "));
    }

    private static boolean hasOpen(Path process, Path file) {
        List<Path> files = List.of(file, Database.beside(file, "-wal"), Database.beside(file, "-shm"));
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (files.contains(Files.readSymbolicLink(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException notForUs) {
            return false;
        }
        return false;
    }

    private static String named(long pid) {
        String command = ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .map(path -> Path.of(path).getFileName().toString())
                .orElse("a program");
        return command + " (process " + pid + ")";
    }
}
