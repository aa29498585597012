package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import sluice.adapters.contract.Rows;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;

/** Runs commands in child processes of this JVM's kind, in a folder of their own. */
final class Sluice {
    private static final long PATIENCE_SECONDS = 240;
    private static final String JAR = System.getProperty("sluice.jar", "");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<String> jvmOptions = new ArrayList<>();
    private String shell = "";
    private int runs;

    Sluice(Path folder) {
        this.folder = folder;
    }

    Sluice jvm(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Starts from an archive of classes, which the first command that ends in order makes: a jar starts sooner so. */
    Sluice archive(Path file) {
        return JAR.isEmpty()
                ? this
                : jvm("-Xlog:disable").jvm("-XX:+AutoCreateSharedArchive").jvm("-XX:SharedArchiveFile=" + file);
    }

    /** Lets a shell do this first, in the same process. */
    Sluice within(String command) {
        shell = command;
        return this;
    }

    /** How a command ended. */
    record Ended(int exitCode, String out, String err) {
        Ended exits(int expected) {
            assertThat(exitCode)
                    .as("exit code of a command that said:%n%s%n%s", out, err)
                    .isEqualTo(expected);
            return this;
        }

        /** One line that says this, and no stack trace. */
        Ended complains(String... words) {
            assertThat(err.lines().filter(line -> line.startsWith("sluice: ")))
                    .as("errors in:%n%s", err)
                    .hasSize(1);
            for (String word : words) {
                assertThat(err).containsIgnoringCase(word);
            }
            assertThat(err).doesNotContain("\tat ", "Exception");
            return this;
        }
    }

    /** A command that still runs. */
    record Running(Process process, Path out, Path err) {
        void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor();
        }

        Ended await() {
            try {
                assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("the command ends within %s s", PATIENCE_SECONDS)
                        .isTrue();
                return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    Ended run(String... arguments) {
        return start(Map.of(), arguments).await();
    }

    Running start(Map<String, String> environment, String... arguments) {
        List<String> command =
                new ArrayList<>(shell.isEmpty() ? List.of() : List.of("sh", "-c", shell + " && exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvmOptions);
        command.addAll(program());
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out-" + ++runs);
        Path err = folder.resolve("err-" + runs);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        try {
            return new Running(builder.start(), out, err);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The packaged jar where the build has it by now, else the classes that it will be made of. */
    private static List<String> program() {
        return JAR.isEmpty()
                ? List.of("-cp", System.getProperty("java.class.path"), "sluice.engine.cli.Main")
                : List.of("-jar", JAR);
    }

    /** Until something is so, which it will be within a minute. */
    static void await(BooleanSupplier met) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            pause(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Between two looks at something. */
    static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    /** Until the log beside a sink has grown: rows are durable. */
    void awaitRows(Running running, String sink) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Path log = folder.resolve(sink + "-wal");
        while (System.nanoTime() < deadline && running.process().isAlive()) {
            if (Files.exists(log) && Files.size(log) > 500_000) {
                return;
            }
            pause(TimeUnit.MILLISECONDS.toNanos(20));
        }
        throw new AssertionError("no rows were written: " + Files.readString(running.err()));
    }

    /** The report that a command wrote with {@code --report}. */
    JsonNode report(String name) {
        try {
            return JSON.readTree(folder.resolve(name).toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Everything a sink holds, described so that two sinks can be compared. */
    static List<String> content(Path sink) {
        List<Row> rows = new ArrayList<>();
        try (SinkReader reader = Adapters.installed().read("sqlite:" + sink)) {
            reader.addresses().ifPresent(range -> reader.scan(range, rows::add));
        }
        return Rows.describe(rows);
    }
}
