package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.protocol.MigrationException;

class ReportFileTest {
    @TempDir
    private Path folder;

    @Test
    void replacesAnOlderReportAndLeavesNothingElse() throws IOException {
        Path path = Files.writeString(folder.resolve("report.json"), "older");
        ReportFile file = new ReportFile(path);

        file.check();
        file.write(Reports.verified());

        assertThat(path).content().startsWith("{").contains("\"status\" : \"verified\"");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void removesWhatAKilledProcessHadBegunAndSparesWhatIsBeingWritten() throws IOException {
        Path path = folder.resolve("report.json");
        Path left = Files.writeString(folder.resolve(".report.json.1234.part"), "{ half");
        Path written = Files.writeString(folder.resolve(".report.json.5678.part"), "{ more");
        Path other = Files.writeString(folder.resolve(".other.json.1234.part"), "not ours");

        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.lock();
            new ReportFile(path).check();
        }

        assertThat(left).doesNotExist();
        assertThat(written).exists();
        assertThat(other).exists();
    }

    @Test
    void leavesNothingWhereItFails() throws IOException {
        Path path = Files.createDirectories(folder.resolve("report.json/in the way"))
                .getParent();

        assertThatThrownBy(() -> new ReportFile(path).write(Reports.verified())).isInstanceOf(MigrationException.class);

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(path);
        }
    }

    @Test
    void refusesAFolderThatIsMissingAndAFileThatIsAFolder() {
        assertThatThrownBy(() -> new ReportFile(folder.resolve("none/report.json")).check())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("the folder does not exist");
        assertThatThrownBy(() -> new ReportFile(folder).check())
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("it is a folder");
    }
}
