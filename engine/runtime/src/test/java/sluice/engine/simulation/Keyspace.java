package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Cursor;
import sluice.protocol.Key;

/**
 * What the simulated server holds; it outlives the process that copies it. Its keys come in the order of a hash table:
 * each incarnation of the server has another one, and some keys come twice in it. Belongs to one thread.
 */
final class Keyspace {
    /** The partition that holds everything. */
    static final String ALL = "all";

    private static final String START = "start";

    private final long seed;
    private final List<Item> items;
    private final int doublesPercent;
    private final int missed;
    private final Map<Key, Item> byKey = new HashMap<>();
    private final Map<String, List<Item>> orders = new HashMap<>();
    private final int[] versions;
    private final boolean[] deleted;
    private final boolean[] touched;
    private int incarnation = 1;
    private boolean changed;

    /** @param missed so many of the first keys are only found in the partition that holds everything */
    Keyspace(long seed, List<Item> items, int doublesPercent, int missed) {
        this.seed = seed;
        this.items = items;
        this.doublesPercent = doublesPercent;
        this.missed = missed;
        this.versions = new int[items.size()];
        this.deleted = new boolean[items.size()];
        this.touched = new boolean[items.size()];
        items.forEach(item -> byKey.put(item.key(), item));
    }

    /** Where reading stands: an index into an order of an incarnation. */
    record Position(int incarnation, int index) {
        Cursor cursor() {
            return new Cursor(incarnation + ":" + index);
        }

        static Position of(Cursor cursor, int incarnation) {
            if (cursor.text().equals(START)) {
                return new Position(incarnation, 0);
            }
            String[] parts = cursor.text().split(":", -1);
            return new Position(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    static Cursor start() {
        return new Cursor(START);
    }

    List<Item> items() {
        return items;
    }

    @Nullable
    Item item(Key key) {
        return byKey.get(key);
    }

    int incarnation() {
        return incarnation;
    }

    /** The server restarts with the same data: its table has another order now. */
    void restart() {
        incarnation++;
    }

    int version(Item item) {
        return versions[item.number()];
    }

    boolean isDeleted(Item item) {
        return deleted[item.number()];
    }

    /** Whether it ever changed; if so, any of its versions may be in the copy, or none. */
    boolean isTouched(Item item) {
        return touched[item.number()];
    }

    boolean wasChanged() {
        return changed;
    }

    /** Somebody writes to the server. */
    void change(Item item, boolean delete) {
        touched[item.number()] = true;
        changed = true;
        if (delete) {
            deleted[item.number()] = true;
        } else {
            versions[item.number()]++;
        }
    }

    int missed() {
        return missed;
    }

    /** The keys of a partition, as this incarnation gives them. */
    List<Item> order(String partition, int of) {
        String name = of + " " + partition;
        if (!orders.containsKey(name)) {
            deal(of, partition);
        }
        return orders.getOrDefault(name, List.of());
    }

    private void deal(int of, String partition) {
        int parts = partition.equals(ALL) ? 1 : Integer.parseInt(partition.substring(partition.indexOf('/') + 1));
        Chance chance = new Chance(seed + 1_000_003L * of + 7919L * (partition.equals(ALL) ? 0 : parts));
        List<List<Item>> dealt = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            dealt.add(new ArrayList<>());
        }
        for (Item item : partition.equals(ALL) ? items : items.subList(missed, items.size())) {
            dealt.get(chance.below(parts)).add(item);
            if (chance.percent(doublesPercent)) {
                dealt.get(chance.below(parts)).add(item);
            }
        }
        for (int part = 0; part < parts; part++) {
            orders.put(
                    of + " " + (partition.equals(ALL) ? ALL : part + "/" + parts), shuffled(dealt.get(part), chance));
        }
    }

    private static List<Item> shuffled(List<Item> items, Chance chance) {
        for (int i = items.size() - 1; i > 0; i--) {
            int other = chance.below(i + 1);
            Item swapped = items.get(i);
            items.set(i, items.get(other));
            items.set(other, swapped);
        }
        return items;
    }
}
