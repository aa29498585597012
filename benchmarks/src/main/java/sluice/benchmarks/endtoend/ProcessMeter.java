package sluice.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs a process to its end and says what it took. A shell stands in between, because the system tells a parent what
 * processor time its ended children have had. Needs the proc file system of Linux.
 */
final class ProcessMeter {
    private static final long POLL_MILLIS = 20;
    private static final long PATIENCE_MINUTES = 60;
    private static final double TICKS_PER_SECOND = 100;
    private static final String SHELL = "\"$@\"; code=$?; cat \"/proc/$$/stat\" >cpu; exit $code";

    private ProcessMeter() {}

    /**
     * What a process took, and what it left.
     *
     * @param begunAt when it was started, in seconds since 1970
     * @param peakMib the most memory that was resident
     */
    record Measured(
            int exitCode, double begunAt, double seconds, double cpuSeconds, double peakMib, String out, String err) {
        /** This, if the process ended well; throws with what it said otherwise. */
        Measured succeeded() {
            if (exitCode != 0) {
                throw new IllegalStateException("a process ended with " + exitCode + ":\n" + out + err);
            }
            return this;
        }
    }

    /** Runs a command in a folder, which takes its output too. */
    static Measured run(List<String> command, Path folder) {
        return run(command, folder, () -> false);
    }

    /** Runs a command, and ends it as kill -9 does as soon as the condition holds. */
    static Measured run(List<String> command, Path folder, BooleanSupplier killWhen) {
        List<String> wrapped = new ArrayList<>(List.of("sh", "-c", SHELL, "sh"));
        wrapped.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(wrapped)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        try {
            double begunAt = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e6;
            long nanos = System.nanoTime();
            Process process = builder.start();
            Child child = new Child(process);
            await(process, child, killWhen);
            double seconds = (System.nanoTime() - nanos) / 1e9;
            return new Measured(
                    process.exitValue(),
                    begunAt,
                    seconds,
                    cpuSeconds(Files.readString(folder.resolve("cpu"))),
                    child.peakMib,
                    Files.readString(folder.resolve("out")),
                    Files.readString(folder.resolve("err")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void await(Process process, Child child, BooleanSupplier killWhen) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        try {
            boolean killed = false;
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                child.look();
                if (!killed && (System.nanoTime() > deadline || killWhen.getAsBoolean())) {
                    child.kill();
                    killed = true;
                }
            }
        } catch (InterruptedException interrupted) {
            child.kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** User and system time of the children that the process of this stat line has waited for. */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
    }

    /** The process behind the shell. */
    private static final class Child {
        private final Process shell;
        private long pid;
        private double peakMib;

        Child(Process shell) {
            this.shell = shell;
        }

        /** The system keeps the peak itself, so that what was seen last before the end is enough. */
        void look() {
            try {
                if (pid == 0) {
                    String children =
                            Files.readString(Path.of("/proc/" + shell.pid() + "/task/" + shell.pid() + "/children"));
                    if (children.isBlank()) {
                        return;
                    }
                    pid = Long.parseLong(children.strip().split(" ")[0]);
                }
                for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                    if (line.startsWith("VmHWM:")) {
                        peakMib = Math.max(peakMib, Long.parseLong(line.replaceAll("\\D", "")) / 1024.0);
                    }
                }
            } catch (IOException ended) {
                // The exit code will tell.
                return;
            }
        }

        void kill() {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
