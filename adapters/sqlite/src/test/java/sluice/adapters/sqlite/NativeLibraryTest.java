package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibraryTest {
    private static final String LIBRARY = "sqlite-3.50-libsqlitejdbc.so";
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(2));
    private static final Instant JUST_NOW = Instant.now().minus(Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    @Test
    void removesWhatAKilledProcessLeftLongAgo() throws IOException {
        Path old = left(NativeLibrary.PREFIX + "1", LONG_AGO);
        Path fresh = left(NativeLibrary.PREFIX + "2", JUST_NOW);
        Path other = left("another-program", LONG_AGO);

        sweep();

        assertThat(old).doesNotExist();
        assertThat(fresh.resolve(LIBRARY)).exists();
        assertThat(other.resolve(LIBRARY)).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sluice-sqlite", ".sluice-lib-"})
    void aFileStaysWhateverItsName(String start) throws IOException {
        String prefix = start.isEmpty() ? NativeLibrary.PREFIX : start;
        Path file = aged(Files.writeString(folder.resolve(prefix + ".db"), "a sink"), LONG_AGO);
        Path killed = left(NativeLibrary.PREFIX + "1", LONG_AGO);

        sweep();

        assertThat(file).hasContent("a sink");
        assertThat(killed).doesNotExist();
    }

    @Test
    void whatALinkLeadsToStays() throws IOException {
        Path target = left("elsewhere", LONG_AGO);
        Path link = Files.createSymbolicLink(folder.resolve(NativeLibrary.PREFIX + "1"), target);
        Path ours = left(NativeLibrary.PREFIX + "2", LONG_AGO);
        Path inside = Files.createSymbolicLink(ours.resolve("sqlite-link"), target.resolve(LIBRARY));
        aged(ours, LONG_AGO);

        sweep();

        assertThat(target.resolve(LIBRARY)).exists();
        assertThat(link).isSymbolicLink();
        assertThat(inside).isSymbolicLink();
    }

    @Test
    void whatTheDriverDidNotUnpackStays() throws IOException {
        Path shared = left(NativeLibrary.PREFIX + "1", LONG_AGO);
        Path letter = Files.writeString(shared.resolve("letter.txt"), "dear");
        Path subfolder = Files.createDirectory(shared.resolve("sqlite-files"));
        aged(shared, LONG_AGO);
        Path killed = left(NativeLibrary.PREFIX + "2", LONG_AGO);

        sweep();

        assertThat(letter).hasContent("dear");
        assertThat(subfolder).isDirectory();
        assertThat(killed).doesNotExist();
    }

    @Test
    void whatBelongsToAnotherUserStays() throws IOException {
        Path foreign = left(NativeLibrary.PREFIX + "1", LONG_AGO);
        assumeThat(givenAway(foreign)).as("files can be given away here").isTrue();

        sweep();

        assertThat(foreign.resolve(LIBRARY)).exists();
    }

    @Test
    void aFolderThatCannotBeSweptHindersNobody() {
        NativeLibrary.removeLeft(folder.resolve("missing").resolve("own"), LONG_AGO);

        assertThat(folder).isEmptyDirectory();
    }

    private static boolean givenAway(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", 12_345);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }

    private void sweep() throws IOException {
        NativeLibrary.removeLeft(
                Files.createTempDirectory(folder, NativeLibrary.PREFIX),
                Instant.now().minus(Duration.ofHours(1)));
    }

    private Path left(String name, Instant at) throws IOException {
        Path left = Files.createDirectory(folder.resolve(name));
        Files.writeString(left.resolve(LIBRARY), "a library");
        return aged(left, at);
    }

    private static Path aged(Path path, Instant at) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(at));
    }
}
