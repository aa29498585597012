package sluice.engine.core;

import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Bytes;
import sluice.protocol.Key;

/**
 * What became of keys that collided or were orphaned, as far as a report can hold it. Mutable; belongs to one thread.
 */
public final class Settlement {
    /** So many of each are named, the others only counted. */
    public static final int NAMED_MAX = 1_000;

    private final List<Settled> collisions = new ArrayList<>();
    private final List<Settled> orphans = new ArrayList<>();

    public Settlement() {}

    /** Goes on with what a report says. */
    public Settlement(List<Settled> collisions, List<Settled> orphans) {
        this.collisions.addAll(collisions);
        this.orphans.addAll(orphans);
    }

    /** One key, and what happened to it. */
    public record Settled(String key, int db, String how) {
        private static Settled of(Key key, String how) {
            return new Settled(Bytes.show(key.name()), key.db(), how);
        }
    }

    public void collided(Key key, String how) {
        if (collisions.size() < NAMED_MAX) {
            collisions.add(Settled.of(key, how));
        }
    }

    public void orphaned(Key key, String how) {
        if (orphans.size() < NAMED_MAX) {
            orphans.add(Settled.of(key, how));
        }
    }

    /** The key is tried again. */
    public void collidedTakenBack(Key key) {
        takeBack(collisions, key);
    }

    /** The key is tried again. */
    public void orphanedTakenBack(Key key) {
        takeBack(orphans, key);
    }

    private static void takeBack(List<Settled> settled, Key key) {
        String shown = Bytes.show(key.name());
        settled.removeIf(one -> one.db == key.db() && one.key.equals(shown));
    }

    public List<Settled> collisions() {
        return List.copyOf(collisions);
    }

    public List<Settled> orphans() {
        return List.copyOf(orphans);
    }
}
