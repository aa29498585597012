package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class CompletionScriptTest {
    @TempDir
    private Path folder;

    @Test
    void isAScriptThatBashUnderstands() throws IOException, InterruptedException {
        Capture capture = new Capture();
        capture.run("completion");
        Path script = Files.writeString(folder.resolve("sluice.bash"), capture.out());

        Process bash =
                new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();

        assertThat(bash.waitFor()).isZero();
    }
}
