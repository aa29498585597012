package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.Batch;
import sluice.protocol.Row;

class KeyspacesTest {
    @Test
    void countsByThePartBeforeTheFirstColon() {
        Keyspaces keyspaces = new Keyspaces();
        keyspaces.written(Rows.key("user:1"), Row.NO_KEYSPACE);
        keyspaces.written(Rows.key("user:2:name"), Row.NO_KEYSPACE);
        keyspaces.rejected(Rows.key("user:3"), Row.NO_KEYSPACE);
        keyspaces.written(Rows.key("users"), Row.NO_KEYSPACE);

        assertThat(keyspaces.counts())
                .containsExactly(new Keyspaces.Count("user:*", 3, 2, 1), new Keyspaces.Count("*", 1, 1, 0));
    }

    @Test
    void keepsItsSizeHoweverManyThereAre() {
        Keyspaces keyspaces = new Keyspaces();
        for (int i = 0; i < 10_000; i++) {
            keyspaces.written(Rows.key("tenant" + i + ":x"), Row.NO_KEYSPACE);
        }

        assertThat(keyspaces.counts()).hasSize(Keyspaces.MAX + 1);
        assertThat(keyspaces.counts().getFirst()).isEqualTo(new Keyspaces.Count(Keyspaces.OTHER, 9_900, 9_900, 0));
    }

    @Test
    void takesADoubleOutOfWhatWasWritten() {
        Keyspaces keyspaces = new Keyspaces();
        keyspaces.written(Rows.key("user:1"), Row.NO_KEYSPACE);
        keyspaces.written(Rows.key("user:1"), Row.NO_KEYSPACE);

        keyspaces.doubled(Rows.key("user:1"), Row.NO_KEYSPACE);

        assertThat(keyspaces.counts()).containsExactly(new Keyspaces.Count("user:*", 2, 1, 0));
    }

    @Test
    void countsByTheKeyspacesOfAPlanAndReadsThemBack() {
        Ledger ledger = new Ledger();
        Keyspaces keyspaces = ledger.keyspaces();
        keyspaces.planned(List.of("subscriber:{phone}", "(unmatched)"));
        keyspaces.written(Rows.key("subscriber:1"), 0);
        keyspaces.written(Rows.key("subscriber:2"), 0);
        keyspaces.written(Rows.key("subscriber:3"), 0);
        keyspaces.rejected(Rows.key("odd"), 1);
        keyspaces.collided(Rows.key("subscriber:2"), 0);
        keyspaces.doubled(Rows.key("subscriber:2"), 0);
        keyspaces.orphaned(Rows.key("subscriber:3"), 0);
        keyspaces.rejectedAfterAll(Rows.key("subscriber:3"), 0);
        keyspaces.aside(new Batch.Aside(1, 2, 5));

        assertThat(Ledger.of(ledger.toBytes()).keyspaces().counts())
                .containsExactly(
                        new Keyspaces.Count("subscriber:{phone}", 3, 1, 1, 0L, 1L, 1L, 0L),
                        new Keyspaces.Count("(unmatched)", 3, 0, 1, 2L, 0L, 0L, 5L));
    }

    @Test
    void countsIgnoredKeysAnewWhenEverythingIsReadAgain() {
        Keyspaces keyspaces = new Keyspaces();
        keyspaces.planned(List.of("a", "b"));
        keyspaces.aside(new Batch.Aside(1, 0, 3));

        keyspaces.readAgain();
        keyspaces.aside(new Batch.Aside(1, 0, 2));

        assertThat(keyspaces.ignored()).isEqualTo(2);
    }
}
