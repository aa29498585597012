package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.SinkSettings;

/** A name that leads to a file, or to none. */
class LinkedFilesTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    /** The log lies beside the file, not beside the link: who looks for it there lets it grow for ever. */
    @Test
    void theLogOfALinkedFileIsWatched() throws IOException {
        Path real = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.db");
        Path link = Files.createSymbolicLink(folder.resolve("app.db"), Path.of("elsewhere/real.db"));
        try (SinkSession session = SinkSession.begin(provider, settings(link), 1)) {
            session.write(0, string("a", "1"));
            session.commit();

            assertThat(session.sink().logBytes()).isPositive();
            assertThatThrownBy(() -> provider.open(settings(real))).hasMessageContaining("another run is in progress");
            session.complete();
        }

        assertThat(SinkSession.rows(provider, settings(link))).hasSize(1);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", "elsewhere");
        assertThat(real.toFile().getParentFile().list()).containsExactly("real.db");
    }

    @Test
    void aLinkIntoAMissingFolderIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("app.db"), Path.of("nowhere/real.db"));

        refuses(link, "there is no folder " + folder.resolve("nowhere"));
    }

    @Test
    void aLinkToItselfIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("app.db"), Path.of("other.db"));
        Files.createSymbolicLink(folder.resolve("other.db"), Path.of("app.db"));

        refuses(link, "it is a symbolic link that leads to itself");
    }

    @Test
    void aLinkToAFolderIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(folder.resolve("app.db"), Path.of("elsewhere"));

        refuses(link, "it is a folder");
    }

    @Test
    void aPipeIsRefused() throws IOException, InterruptedException {
        Path pipe = folder.resolve("app.db");
        assumeThat(made(pipe)).as("mkfifo makes a pipe here").isTrue();

        refuses(pipe, "it is not a regular file");
    }

    private static boolean made(Path pipe) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    @Test
    void namesThatSqlAndUrisWouldTakeForTheirOwnAreNames() {
        for (String name : new String[] {"it's.db", "a \"b\" c.db", "100%25?x=1&y#z.db", "ключ 👩.db", "; drop.db"}) {
            Path file = folder.resolve(name);
            try (SinkSession session = SinkSession.begin(provider, settings(file), 1)) {
                session.write(0, string("a", "1"));
                session.complete();
            }

            assertThat(SinkSession.rows(provider, settings(file))).hasSize(1);
            assertThat(file).isRegularFile();
        }
    }

    private void refuses(Path path, String why) {
        assertThatThrownBy(() -> provider.open(settings(path)))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageStartingWith("cannot open sqlite:" + path)
                .hasMessageContaining(why);
    }

    private static SinkSettings settings(Path path) {
        return new SinkSettings("sqlite:" + path, "native", 0);
    }
}
