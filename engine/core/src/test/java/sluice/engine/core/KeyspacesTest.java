package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyspacesTest {
    @Test
    void countsByThePartBeforeTheFirstColon() {
        Keyspaces keyspaces = new Keyspaces();
        keyspaces.written(Rows.key("user:1"));
        keyspaces.written(Rows.key("user:2:name"));
        keyspaces.rejected(Rows.key("user:3"));
        keyspaces.written(Rows.key("users"));

        assertThat(keyspaces.counts())
                .containsExactly(new Keyspaces.Count("user:*", 3, 2, 1), new Keyspaces.Count("*", 1, 1, 0));
    }

    @Test
    void keepsItsSizeHoweverManyThereAre() {
        Keyspaces keyspaces = new Keyspaces();
        for (int i = 0; i < 10_000; i++) {
            keyspaces.written(Rows.key("tenant" + i + ":x"));
        }

        assertThat(keyspaces.counts()).hasSize(Keyspaces.MAX + 1);
        assertThat(keyspaces.counts().getFirst()).isEqualTo(new Keyspaces.Count(Keyspaces.OTHER, 9_900, 9_900, 0));
    }

    @Test
    void takesADoubleOutOfWhatWasWritten() {
        Keyspaces keyspaces = new Keyspaces();
        keyspaces.written(Rows.key("user:1"));
        keyspaces.written(Rows.key("user:1"));

        keyspaces.doubled(Rows.key("user:1"));

        assertThat(keyspaces.counts()).containsExactly(new Keyspaces.Count("user:*", 2, 1, 0));
    }
}
