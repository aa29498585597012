package sluice.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;

/** The harness from its command line to its files, on so few keys that the figures mean nothing. */
@EnabledOnOs(OS.LINUX)
class WholeSeriesTest {
    private static final Path JAR =
            Path.of("../engine/cli/target/sluice.jar").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void runsEverybodyAndWritesDownWhatCame() throws IOException {
        assumeTrue(Files.exists(JAR), "Sluice's jar has been built");

        int exitCode = EndToEnd.run(
                "--set=mix",
                "--size=2k",
                "--naive-keys=500",
                "--runs=1",
                "--warm-ups=0",
                "--contestants=floor-java,floor-c,sluice,java-naive,batch-tool",
                "--launcher=sluice=" + launcher(),
                "--server=" + RedisBinary.embedded().executable(),
                "--data=" + folder.resolve("data"),
                "--work=" + folder.resolve("work"),
                "--results=" + folder.resolve("results"),
                "--name=smoke");

        assertThat(exitCode).isZero();
        assertThat(result(".md")).content().contains("sluice live native none", "batch-tool", "mix 2k: 2,000 keys");
        JsonNode json = Json.read(result(".json"));
        assertThat(json.path("contestants").findValuesAsText("name"))
                .contains("floor-java", "sluice rdb native none", "sluice live native none", "java-naive");
        assertThat(json.path("command").asText()).doesNotContain(folder.toString());
        for (JsonNode contestant : json.path("contestants")) {
            assertThat(contestant.path("seconds").path("median").asDouble()).isPositive();
            assertThat(contestant.path("facts").path("keys").asLong()).isIn(500L, 2_000L);
        }
        assertThat(children(folder.resolve("work"))).noneMatch(name -> name.startsWith("run"));
    }

    /** Without the launcher at the root, which would build what it finds outdated. */
    private Path launcher() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> script = List.of(
                "#!/bin/sh",
                "exec '" + java + "' -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow"
                        + " --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar '" + JAR
                        + "' \"$@\"");
        Path launcher = Files.write(folder.resolve("sluice"), script);
        return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path result(String suffix) throws IOException {
        return children(folder.resolve("results")).stream()
                .filter(name -> name.endsWith("-smoke" + suffix))
                .map(folder.resolve("results")::resolve)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
