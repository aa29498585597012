package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.list;
import static sluice.adapters.contract.Samples.string;
import static sluice.adapters.contract.Samples.whole;
import static sluice.adapters.contract.SinkSession.standing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** A seal that ends anywhere is taken up again and ends as if nothing had been. */
class InterruptedSealTest {
    private static final int KEYS = 3_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Seal.Step.class)
    void nativeEndsTheSame(Seal.Step killedAfter) throws SQLException {
        endsTheSame("native", killedAfter);
    }

    @ParameterizedTest
    @EnumSource(Seal.Step.class)
    void redkaEndsTheSame(Seal.Step killedAfter) throws SQLException {
        endsTheSame("redka", killedAfter);
    }

    private void endsTheSame(String layout, Seal.Step killedAfter) throws SQLException {
        SqliteSinkProvider dying = new SqliteSinkProvider(InstantSource.system(), step -> {
            if (step == killedAfter) {
                throw new IllegalStateException("killed after " + step);
            }
        });
        try (SinkSession session = SinkSession.begin(dying, settings(layout), 1)) {
            land(session);
            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, true)))
                    .hasMessageContaining("killed after");
        }

        SqliteSinkProvider provider = new SqliteSinkProvider();
        try (SinkSession session = SinkSession.resume(provider, settings(layout))) {
            assertThat(session.sink().latest().orElseThrow().phase()).isEqualTo(Phase.SEALING);
            session.complete();
        }

        assertThat(SinkSession.described(provider, settings(layout)))
                .contains(
                        Rows.describe(java.util.List.of(string("key 7", "new"))).getFirst())
                .hasSize(KEYS + 1);
        try (SinkReader reader = provider.read(settings(layout))) {
            assertThat(standing(reader.checkpoint(), 0).tally().doubled()).isEqualTo(KEYS / 2);
            assertThat(reader.rows()).isEqualTo(KEYS + 1);
            assertThat(reader.runs().getFirst().phase()).isEqualTo(Phase.FINISHED);
        }
        assertThat(SqlFile.query(folder.resolve("app.db"), "PRAGMA integrity_check"))
                .containsExactly("ok");
    }

    @Test
    void interruptingStopsASealSoon() {
        SqliteSinkProvider provider = new SqliteSinkProvider();
        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            land(session);
            session.sink().interrupt();

            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, true)))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("it was interrupted; run the same command to resume");
        }

        try (SinkSession session = SinkSession.resume(provider, settings("native"))) {
            session.complete();
        }
        assertThat(SinkSession.rows(provider, settings("native"))).hasSize(KEYS + 1);
    }

    /** Every second key is read twice; more than one page of doubles. */
    private static void land(SinkSession session) {
        session.write(0, whole("list", list(0, 2)));
        for (int i = 0; i < KEYS; i++) {
            session.write(0, string("key " + i, "old"));
        }
        for (int i = 1; i < KEYS; i += 2) {
            session.write(0, string("key " + i, "new"));
        }
        session.commit();
    }

    private SinkSettings settings(String layout) {
        return new SinkSettings(folder.resolve("app.db").toString(), layout, 0);
    }
}
