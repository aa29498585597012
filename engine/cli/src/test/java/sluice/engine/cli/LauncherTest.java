package sluice.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a folder of its own, with a jar that only prints its arguments. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final String PREPARING =
            "sluice: preparing a faster start, which takes some seconds the first time\n";

    @TempDir
    private Path folder;

    private Path launcher;

    /** What the launcher said and how it ended. */
    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void makeAFolderWithSpaces() throws IOException {
        Path home = Files.createDirectories(folder.resolve("a folder/engine/cli/target"));
        launcher = Files.copy(
                Path.of(System.getProperty("repository")).resolve("sluice"), folder.resolve("a folder/sluice"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeJar(home.resolve("sluice.jar"));
    }

    @Test
    void handsArgumentsAndExitCodeThrough() throws Exception {
        Outcome outcome = run(launcher, "7", "two words", "*");

        assertThat(outcome).isEqualTo(new Outcome(7, "[7, two words, *] 0\n"));
    }

    @Test
    void worksThroughASymbolicLinkFromAnyFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a folder/sluice"));

        assertThat(run(link, "0").output()).isEqualTo("[0] 0\n");
    }

    @Test
    void preparesAFasterStartOnceAndForRunsOnly() throws Exception {
        assertThat(run(launcher, "status").output()).isEqualTo("[status] 0\n");
        assertThat(archives()).isEmpty();

        assertThat(run(launcher, "copy").output()).isEqualTo(PREPARING + "[copy] 0\n");
        assertThat(archives())
                .singleElement()
                .satisfies(archive -> assertThat(archive).isNotEmptyFile());
        assertThat(run(launcher, "copy").output()).isEqualTo("[copy] 0\n");
    }

    @Test
    void preparesAgainForAnotherJar() throws Exception {
        run(launcher, "copy");
        Path archive = archives().getFirst();
        Files.setLastModifiedTime(archive, FileTime.fromMillis(0));

        assertThat(run(launcher, "verify").output()).isEqualTo(PREPARING + "[verify] 0\n");
        assertThat(Files.getLastModifiedTime(archive).toMillis()).isPositive();
    }

    @Test
    void doesWithoutAnArchiveThatIsBroken() throws Exception {
        run(launcher, "copy");
        Files.writeString(archives().getFirst(), "nonsense");

        assertThat(run(launcher, "copy").output()).isEqualTo("[copy] 0\n");
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("a folder/engine/cli/target"))) {
            return files.filter(file -> !file.endsWith("sluice.jar")).toList();
        }
    }

    @Test
    void letsTheUserOverrideTheHeap() throws Exception {
        ProcessBuilder process = process(launcher, "heap");
        process.environment().put("SLUICE_JAVA_OPTS", "-Xmx64m -Dextra=1");

        assertThat(Integer.parseInt(outcome(process).output().strip())).isBetween(50, 64);
    }

    private static Outcome run(Path launcher, String... arguments) throws IOException, InterruptedException {
        return outcome(process(launcher, arguments));
    }

    private static ProcessBuilder process(Path launcher, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().remove("SLUICE_JAVA_OPTS");
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return process;
    }

    private static Outcome outcome(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    private static void writeJar(Path path) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Echo.class.getName());
        String entry = Echo.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream compiled =
                        Objects.requireNonNull(Echo.class.getResourceAsStream("/" + entry), "the class itself")) {
            jar.putNextEntry(new JarEntry(entry));
            compiled.transferTo(jar);
        }
    }
}
