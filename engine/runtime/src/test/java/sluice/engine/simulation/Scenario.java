package sluice.engine.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Backoff;
import sluice.engine.core.Gates;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.protocol.Kind;
import sluice.protocol.Row;

/**
 * What a seed decides before anything happens: the data, how patient the engine is, and how much will go wrong.
 *
 * @param missed so many keys are only found when everything is read once more
 * @param focus the only place where calls fail, or {@link Site#ANYWHERE}
 * @param callsEvery a call fails once in so many times, while faults are left
 * @param stepsEvery something happens from outside once in so many steps
 * @param jumpsEvery once in so many steps a timer fires although there was work to do; 0 for never
 * @param mapper what the plan makes of keys, or null without one
 */
record Scenario(
        long seed,
        List<Item> items,
        int doublesPercent,
        boolean saysItDoubles,
        boolean countsRows,
        boolean moves,
        long expiryToleranceMillis,
        int missed,
        Troubles troubles,
        Site focus,
        int callsEvery,
        int stepsEvery,
        int jumpsEvery,
        Backoff readers,
        Backoff attempts,
        int rounds,
        Duration commitAge,
        boolean samePlan,
        @Nullable SimulatedPlan mapper) {

    /** How often each kind of trouble comes. */
    record Troubles(
            int faults, int deaths, int stops, int ends, int restarts, int changes, int corruptions, int staleAcks) {}

    /** So many rows that a sample does not hold them all. */
    private static final int MANY = 4_700;

    static Scenario of(long seed) {
        Chance chance = new Chance(seed);
        boolean big = chance.oneIn(400);
        boolean moves = !big && chance.percent(12);
        int doubles = chance.oneOf(0, 0, 10, 50);
        int missed = !moves && doubles == 0 && chance.percent(12) ? chance.between(1, 3) : 0;
        List<Item> items = items(chance, big, missed);
        Troubles troubles = new Troubles(
                chance.oneOf(0, 1, 2, 4, 8),
                chance.oneOf(0, 0, 1, 2, 4),
                chance.oneOf(0, 0, 0, 1, 2),
                chance.oneOf(0, 0, 0, 1, 2),
                missed > 0 ? 0 : chance.oneOf(0, 0, 0, 1, 2),
                moves ? chance.between(1, 8) : 0,
                chance.oneOf(0, 0, 0, 0, 1, 3),
                chance.oneOf(0, 1, 3));
        return new Scenario(
                seed,
                items,
                doubles,
                doubles > 0 || missed > 0 || chance.percent(50),
                missed > 0 || chance.percent(70),
                moves,
                chance.percent(10) ? 50 : 0,
                Math.min(missed, items.size()),
                troubles,
                chance.percent(40) ? chance.oneOf(Site.values()) : Site.ANYWHERE,
                chance.oneOf(3, 10, 30, 100),
                big ? 2_000 : chance.oneOf(20, 60, 200),
                chance.oneOf(0, 5, 50),
                new Backoff(chance.between(0, 3), Duration.ofMillis(chance.between(1, 300)), Duration.ofSeconds(2)),
                new Backoff(chance.between(0, 4), Duration.ofMillis(chance.between(1, 500)), Duration.ofSeconds(5)),
                chance.between(1, 3),
                Duration.ofMillis(chance.oneOf(1, 20, 200, 2_000)),
                chance.percent(60),
                chance.percent(50) ? new SimulatedPlan(chance.below(Item.KEYSPACES.size())) : null);
    }

    private static List<Item> items(Chance chance, boolean big, int missed) {
        int count = big ? chance.between(MANY, MANY + 500) : chance.oneOf(0, 1, 3, chance.between(4, 40));
        int strings = big ? 100 : chance.oneOf(0, 50, 90);
        int rejects = chance.oneOf(0, 0, 10);
        int expired = missed > 0 ? 0 : chance.oneOf(0, 0, 10);
        List<Item> items = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Kind kind = chance.percent(strings) ? Kind.STRING : chance.oneOf(Kind.LIST, Kind.SET, Kind.HASH, Kind.ZSET);
            Item.Fate fate = chance.percent(rejects)
                    ? Item.Fate.REJECTED
                    : chance.percent(expired) ? Item.Fate.EXPIRED : Item.Fate.COPIED;
            int size = kind == Kind.STRING ? 1 : chance.oneOf(1, 3, chance.between(1, 40));
            long expiresAt = chance.percent(20) ? 4_102_444_800_000L + number : Row.NEVER;
            items.add(new Item(number, kind, fate == Item.Fate.REJECTED ? 1 : size, expiresAt, fate));
        }
        return items;
    }

    /** A command for this copy; what does not decide the content may differ from one command to the next. */
    Plan plan(Chance chance) {
        boolean big = items.size() >= MANY;
        return new Plan(
                "simulated:source",
                "simulated:sink",
                mapper == null ? "native" : "mapped",
                null,
                null,
                null,
                chance.between(1, 5),
                big ? chance.between(100, 500) : chance.oneOf(1, 3, chance.between(1, 20)),
                big ? 1 << 20 : chance.oneOf(1, 1_000, 5_000, 1 << 20),
                chance.percent(8) ? chance.oneOf(20, 500) : 0,
                chance.oneOf(VerifyMode.FULL, VerifyMode.FULL, VerifyMode.SAMPLE, VerifyMode.NONE),
                false,
                true,
                mapper == null ? null : new Plan.Mapped(mapper, Gates.NONE));
    }
}
