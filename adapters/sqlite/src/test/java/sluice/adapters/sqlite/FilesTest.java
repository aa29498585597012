package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.bytes;
import static sluice.adapters.contract.Samples.list;
import static sluice.adapters.contract.Samples.row;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Sink;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Value;

/** Which files there are, when, and who may use them. */
class FilesTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    @Test
    void openingWithoutARunLeavesNothingBehind() {
        try (Sink sink = provider.open(settings())) {
            assertThat(sink.latest()).isEmpty();
            sink.forget();
        }

        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void aFileOfAnotherTextEncodingIsRefused() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA encoding = 'UTF-16le'");
            statement.executeUpdate("CREATE TABLE mine(a)");
        }

        assertThatThrownBy(() -> provider.open(settings()))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("UTF-16le");
    }

    @Test
    void aReaderWorksBesideAWriterAndSeesWhatIsCommitted() {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.commit();
            session.write(0, string("b", "1"));
            assertThat(session.sink().logBytes()).isPositive();

            try (SinkReader reader = provider.read(settings())) {
                assertThat(scanned(reader)).isEqualTo(Rows.describe(List.of(string("a", "1"))));
                session.commit();
                assertThat(reader.rows()).isEqualTo(2);
            }
            session.complete();
        }

        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void readingAFinishedFileLeavesNothingBeside() {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }

        assertThat(SinkSession.rows(provider, settings())).hasSize(1);

        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void aReaderThatClosesLastTakesTheLogWithIt() {
        SinkReader reader;
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.commit();
            reader = provider.read(settings());
            session.complete();
        }
        reader.close();

        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void aFileInAFolderThatCannotBeWrittenCanBeRead() throws SQLException {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }

        try (Database database = Database.asItLies(folder.resolve("app.db"))) {
            assertThat(database.number("SELECT count(*) FROM redis_key")).isEqualTo(1);
        }
        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void aReaderThatWasInterruptedDoesNotLookForDamage() {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }

        try (SinkReader reader = provider.read(settings())) {
            assertThat(reader.damage()).isEmpty();
            reader.interrupt();
            assertThatThrownBy(reader::damage)
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("it was interrupted");
        }
    }

    @Test
    void anUnfinishedFileCanBeReadWithoutItsWriter() {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, string("a", "1"), row("open", list(0, 3), Part.FIRST));
            session.commit();
        }

        try (SinkReader reader = provider.read(settings())) {
            assertThat(reader.runs().getFirst().status()).isEqualTo("running");
            assertThat(reader.rows()).isEqualTo(2);
        }
    }

    @Test
    void aLockFileThatAKilledProcessLeftHindersNobody() throws IOException {
        Files.createFile(folder.resolve("app.db.sluice-lock"));

        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.complete();
        }

        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void twoNamesOfOneFileAreOneFile() throws IOException {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.commit();
            Path link = Files.createSymbolicLink(folder.resolve("link.db"), folder.resolve("app.db"));

            assertThatThrownBy(() -> provider.open(new SinkSettings(link.toString(), "native", 0)))
                    .hasMessageContaining("another run is in progress on it");
        }
    }

    @Test
    void anotherProcessIsKeptOutUntilItsHolderDies() throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseHolder.class.getName(),
                        folder.resolve("app.db").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");

            assertThatThrownBy(() -> provider.open(settings())).hasMessageContaining("another run is in progress");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        provider.open(settings()).close();
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void bigCollectionsAreReadInSlices() {
        List<byte[]> members = new ArrayList<>();
        List<Value.Pending> pending = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            members.add(bytes("member " + i));
            pending.add(new Value.Pending(bytes("g"), bytes("c"), 1, i, 5, 1));
        }
        List<Row> written = List.of(
                Samples.whole("list", list(0, 2_500)),
                Samples.whole("set", new Value.SetSlice(members)),
                Samples.whole(
                        "stream",
                        new Value.StreamSlice(
                                List.of(), List.of(new Value.Head(1, 1, 1, -1, -1)), List.of(), List.of(), pending)),
                Samples.whole("fat", new Value.ListSlice(0, List.of(new byte[3_000_000], new byte[3_000_000]))));
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            session.write(0, written);
            session.complete();
        }

        List<Row> read = new ArrayList<>(SinkSession.rows(provider, settings()));

        assertThat(read).hasSize(3 + 3 + 3 + 2).allMatch(row -> row.value().size() <= 1_000);
        assertThat(Rows.describe(read)).isEqualTo(Rows.describe(written));
    }

    private static List<String> scanned(SinkReader reader) {
        Rows rows = new Rows();
        reader.scan(reader.addresses().orElseThrow(), rows);
        return rows.lines();
    }

    private SinkSettings settings() {
        return new SinkSettings(folder.resolve("app.db").toString(), "native", 0);
    }
}
