package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run the engine, in this process, on the demo's data. */
class WholeRunTest {
    @TempDir
    private Path folder;

    @Test
    void theDemoWorksAndStartsOverTheSecondTime() throws IOException {
        String report = folder.resolve("report.json").toString();

        for (int i = 0; i < 2; i++) {
            Capture capture = new Capture(folder, 0);
            assertThat(capture.run("demo", "--report", report))
                    .as(capture.err())
                    .isZero();
            assertThat(capture.out())
                    .contains("Done and verified: ", "every row was compared: 0 of ", "SELECT value ->> 'language'")
                    .containsPattern("\n  de +\\d+\n");
        }

        assertThat(Path.of(report)).content().contains("\"status\" : \"verified\"", "\"attempts\" : 1");
        assertThat(names()).containsExactlyInAnyOrder("sluice-demo.rdb", "sluice-demo.db", "report.json");
    }

    @Test
    void verifyComparesWhatTheRunHadSelected() {
        new Capture(folder, 0).run("demo");
        String source = folder.resolve("sluice-demo.rdb").toString();
        String sink = folder.resolve("some.db").toString();
        assertThat(new Capture().run("copy", source, sink, "--match", "checkpoint:*", "--verify", "none"))
                .isZero();

        Capture same = new Capture();
        Capture more = new Capture();
        Capture status = new Capture();

        assertThat(same.run("verify", source, sink)).as(same.err() + same.out()).isZero();
        assertThat(more.run("verify", source, sink, "--match", "*")).isEqualTo(3);
        assertThat(more.out()).contains("differences: ", " missing, 0 extra, 0 changed", "… and ");
        assertThat(status.run("status", sink, "--json")).isZero();
        assertThat(status.out()).contains("\"match\" : \"checkpoint:*\"", "\"unfinished\" : false");
    }

    @Test
    void refusesToCopyTwiceAndToReadASinkThatIsNotThere() {
        new Capture(folder, 0).run("demo");
        String source = folder.resolve("sluice-demo.rdb").toString();
        String sink = folder.resolve("sluice-demo.db").toString();
        Capture again = new Capture();
        Capture missing = new Capture();

        assertThat(again.run("copy", source, sink)).isEqualTo(2);
        assertThat(again.err()).contains("has finished there", "--fresh");
        assertThat(missing.run("rejects", folder.resolve("none.db").toString())).isEqualTo(2);
        assertThat(missing.err().lines()).hasSize(1);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> String.valueOf(path.getFileName())).toList();
        }
    }
}
