package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.endtoend.SinkWatch.Standing;

/** A process that is to be killed at a certain moment, and what can be seen of it from outside until then. */
final class Victim implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POLL_NANOS = 200_000;
    private static final int LOOKS = 1_000;

    private final Sluice.Running running;
    private final Path sink;
    private final Path report;
    private final Standing before;
    private final SinkWatch watch;
    private final long begun = System.nanoTime();
    private boolean sawCommit;

    /** @param before what stood in the sink when the process began */
    Victim(Sluice.Running running, Path sink, Path report, Standing before) {
        this.running = running;
        this.sink = sink;
        this.report = report;
        this.before = before;
        this.watch = new SinkWatch(sink);
    }

    /** Where the run is now. */
    Moment moment() {
        return before.momentOf(watch.now());
    }

    /** Waits for the moment, and then as long again as told; false when the process has ended by itself before. */
    boolean reaches(Moment aim, long afterNanos) {
        if (aim == Moment.COMMITTING) {
            return reaches(Moment.LANDING, afterNanos) && seesCommit();
        }
        long[] from = {begun};
        boolean met = aim == Moment.OPENING || until(() -> moment().compareTo(aim) >= 0);
        if (aim != Moment.OPENING) {
            from[0] = System.nanoTime();
        }
        return met && until(() -> System.nanoTime() - from[0] >= afterNanos);
    }

    /** Looks without a pause: a commit takes a millisecond or two. */
    private boolean seesCommit() {
        long length = logBytes();
        for (int look = 1; running.process().isAlive(); look++) {
            if (logBytes() > length) {
                sawCommit = true;
                return true;
            }
            if (look % LOOKS == 0 && moment() != Moment.LANDING) {
                return true;
            }
        }
        return false;
    }

    /** Looks again and again; at every look the report is absent or whole. False when the process ends before. */
    boolean until(BooleanSupplier met) {
        while (running.process().isAlive()) {
            if (met.getAsBoolean()) {
                return true;
            }
            isReportWhole();
            Sluice.pause(POLL_NANOS);
        }
        return false;
    }

    private void isReportWhole() {
        try {
            assertThat(JSON.readTree(Files.readAllBytes(report)).has("status")).isTrue();
        } catch (NoSuchFileException absent) {
            return;
        } catch (IOException broken) {
            throw new AssertionError("the report is not whole: " + broken.getMessage(), broken);
        }
    }

    /** Kills the process and says in which moment that was, from what it left, which stays as it is. */
    Moment kill() throws IOException, InterruptedException {
        running.kill();
        watch.close();
        Moment durable = before.momentOf(autopsy(sink));
        return durable == Moment.LANDING && (sawCommit || tornFrames() > 0) ? Moment.COMMITTING : durable;
    }

    /** Frames in the log of a commit that was cut short. */
    int tornFrames() throws IOException {
        int torn = 0;
        for (Path file : files(sink)) {
            torn += WalFile.framesOfNoCommit(beside(file, "-wal"));
        }
        return torn;
    }

    private long logBytes() {
        return files(sink).stream()
                .mapToLong(file -> beside(file, "-wal").toFile().length())
                .sum();
    }

    /** Where a run can stand: in the sink, or in the file in which the rows of a plan land. */
    static List<Path> files(Path sink) {
        return List.of(sink, beside(sink, ".sluice-staging"));
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** What stands in a sink that nobody has open, read from a copy. */
    static Standing autopsy(Path sink) throws IOException {
        Path copy = Files.createDirectories(sink.resolveSibling("autopsy")).resolve("copy.db");
        try {
            for (int i = 0; i < files(sink).size(); i++) {
                copy(files(sink).get(i), files(copy).get(i));
                copy(beside(files(sink).get(i), "-wal"), beside(files(copy).get(i), "-wal"));
            }
            try (SinkWatch watch = new SinkWatch(copy)) {
                return watch.now();
            }
        } finally {
            for (Path file : files(copy)) {
                for (String suffix : new String[] {"", "-wal", "-shm"}) {
                    Files.deleteIfExists(beside(file, suffix));
                }
            }
            Files.delete(copy.getParent());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        watch.close();
        try {
            running.kill();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }
}
