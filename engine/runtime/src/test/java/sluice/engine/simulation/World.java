package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.engine.runtime.Backstage;
import sluice.protocol.MigrationException;
import sluice.protocol.Sink;

/**
 * What happens next: which actor takes up its next message, when time goes by, which call fails, and when the process
 * dies. Also keeps the trace, and the first thing that was found to be wrong. Belongs to one thread.
 */
final class World implements Loop.Tap {
    /** The path under which the migration lives. */
    static final String ROOT = "/user/migration";

    private static final int STEPS_MAX = 400_000;
    private static final long NANOS_MAX = 3_600_000_000_000L;
    private static final int DEPTH_MAX = 3;
    private static final List<String> STARVED =
            List.of("", "", "writer", "reader", "reader-0", "verifier", "meter", "attempt", "migration");

    /** Calls that hold values, which can be too big for the memory. */
    private static final Set<Site> MEETS_VALUES = EnumSet.of(Site.READ, Site.WRITE, Site.LOOK_UP, Site.READ_SINK);

    private final Scenario scenario;
    private final Loop loop;
    private final Chance chance;
    private final Keyspace keyspace;
    private final Flight flight;
    private final Bug bug;
    private final @Nullable List<String> trace;
    private final Map<String, Integer> open = new TreeMap<>();
    private final Map<String, Integer> epochs = new HashMap<>();
    private final Map<String, Integer> unackedOf = new HashMap<>();
    private final Map<String, Long> unackedBytesOf = new HashMap<>();
    private final Map<String, Object> acks = new TreeMap<>();

    private final List<Sink> holdings = new ArrayList<>();
    private Backstage.@Nullable Run run;
    private @Nullable String violation;
    private boolean dead;
    private boolean calm;
    private int depth;
    private int steps;
    private String current = "";
    private String starved = "";
    private int starvedUntil;
    private int faultsLeft;
    private int deathsLeft;
    private int stopsLeft;
    private int endsLeft;
    private int restartsLeft;
    private int changesLeft;
    private int staleAcksLeft;
    private boolean rootEnded;
    private boolean endedSomebody;
    private boolean restarted;

    World(Scenario scenario, Loop loop, Chance chance, Keyspace keyspace, Bug bug, boolean traced) {
        this.scenario = scenario;
        this.loop = loop;
        this.chance = chance;
        this.keyspace = keyspace;
        this.bug = bug;
        this.flight = new Flight(this);
        this.trace = traced ? new ArrayList<>() : null;
        this.faultsLeft = scenario.troubles().faults();
        this.deathsLeft = scenario.troubles().deaths();
        this.stopsLeft = scenario.troubles().stops();
        this.endsLeft = scenario.troubles().ends();
        this.restartsLeft = scenario.troubles().restarts();
        this.changesLeft = scenario.troubles().changes();
        this.staleAcksLeft = scenario.troubles().staleAcks();
    }

    Chance chance() {
        return chance;
    }

    Flight flight() {
        return flight;
    }

    Bug bug() {
        return bug;
    }

    /** What the plan makes of keys; null where there is none. */
    @Nullable
    SimulatedPlan plan() {
        return scenario.mapper();
    }

    long nowMillis() {
        return 1_700_000_000_000L + loop.nowNanos() / 1_000_000;
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    /** Whether the simulated server ever restarted. */
    boolean wasRestarted() {
        return restarted;
    }

    /** A new process. */
    void begin() {
        dead = false;
        calm = false;
        rootEnded = false;
        endedSomebody = false;
        run = null;
        epochs.clear();
        acks.clear();
        unackedOf.clear();
        unackedBytesOf.clear();
        flight.clear();
        open.clear();
    }

    void follow(Backstage.Run started) {
        run = started;
    }

    boolean isDead() {
        return dead;
    }

    /** Whether the supervisor itself was ended, so that nobody could write a report. */
    boolean isRootEnded() {
        return rootEnded;
    }

    @Nullable
    String violation() {
        return violation;
    }

    List<String> trace() {
        return trace == null ? List.of() : trace;
    }

    void note(Supplier<String> what) {
        if (trace != null) {
            trace.add("%10.3f ms  %-28s %s".formatted(loop.nowNanos() / 1e6, shortName(current), what.get()));
        }
    }

    /** Something is wrong: the simulation ends here. */
    Death fail(String what) {
        if (violation == null) {
            violation = what;
            note(() -> "WRONG: " + what);
        }
        dead = true;
        return new Death();
    }

    /** From here on nothing fails any more. */
    void becomeCalm() {
        calm = true;
    }

    int steps() {
        return steps;
    }

    /** One actor takes up one message, or one timer fires. */
    void step() {
        if (++steps > STEPS_MAX || loop.nowNanos() > NANOS_MAX) {
            fail("no end after " + steps + " steps and " + loop.nowNanos() / 1_000_000_000 + " s: it hangs");
            return;
        }
        loop.pass(chance.below(50_000));
        happen();
        if (dead) {
            return;
        }
        boolean jumps = chance.oneIn(scenario.jumpsEvery());
        if (loop.hasTimers() && (loop.isIdle() || jumps || loop.isDue() && chance.oneIn(3))) {
            loop.fire(chance::below);
        } else if (!loop.isIdle()) {
            runOne();
        } else {
            fail("nothing can happen any more: it hangs");
        }
    }

    private void runOne() {
        String before = current;
        loop.run(size -> {
            int picked = pick(size);
            current = loop.nameOf(picked);
            return picked;
        });
        current = before;
    }

    /** Now and then some actor is left waiting for long. */
    private int pick(int size) {
        if (steps > starvedUntil) {
            starved = chance.oneOf(STARVED);
            starvedUntil = steps + chance.between(5, 300);
        }
        int picked = chance.below(size);
        for (int tries = 0; tries < 3 && isStarved(loop.nameOf(picked)); tries++) {
            picked = chance.below(size);
        }
        return picked;
    }

    private boolean isStarved(String name) {
        return !starved.isEmpty() && name.startsWith(starved, name.lastIndexOf('/') + 1);
    }

    /** What comes from outside. */
    private void happen() {
        if (calm) {
            return;
        }
        int every = scenario.stepsEvery();
        if (deathsLeft > 0 && chance.oneIn(3 * every)) {
            die("between two messages");
        } else if (stopsLeft > 0 && chance.oneIn(3 * every)) {
            stopsLeft--;
            stop();
        } else if (endsLeft > 0 && chance.oneIn(3 * every)) {
            endsLeft--;
            endSomebody();
        } else if (restartsLeft > 0 && chance.oneIn(3 * every)) {
            restartsLeft--;
            restarted = true;
            keyspace.restart();
            note(() -> "the source restarts as incarnation " + keyspace.incarnation());
        } else if (changesLeft > 0 && chance.oneIn(every)) {
            changesLeft--;
            changeSomething();
        } else if (staleAcksLeft > 0 && chance.oneIn(4)) {
            tellAStaleAck();
        }
    }

    private void stop() {
        Backstage.Run running = run;
        if (running != null) {
            note(() -> "a signal: stop");
            running.stop().run();
        }
    }

    private void endSomebody() {
        List<Letterbox> living = loop.under(ROOT);
        if (!living.isEmpty()) {
            Letterbox ended = chance.oneOf(living);
            rootEnded |= ended.name().equals(ROOT);
            note(() -> shortName(ended.name()) + " ends without a word");
            endedSomebody = true;
            ended.endOwner();
        }
    }

    private void changeSomething() {
        if (!keyspace.items().isEmpty()) {
            Item item = chance.oneOf(keyspace.items());
            keyspace.change(item, chance.oneIn(3));
            note(() -> "somebody changes " + item.key());
        }
    }

    /** An acknowledgement of an earlier epoch comes once more. */
    private void tellAStaleAck() {
        for (Map.Entry<String, Object> ack : acks.entrySet()) {
            int epoch = epochs.getOrDefault(ack.getKey(), 0);
            if (Backstage.epochOf(ack.getValue()) < epoch) {
                staleAcksLeft--;
                Object message =
                        bug == Bug.STALE_ACK_ACCEPTED ? Backstage.inEpoch(ack.getValue(), epoch) : ack.getValue();
                note(() -> "an old acknowledgement comes again");
                loop.under(ack.getKey()).forEach(box -> box.tell(message));
                return;
            }
        }
    }

    /** The process ends here; what is not durable is lost. */
    private void die(String where) {
        deathsLeft--;
        note(() -> "the process dies " + where);
        dead = true;
    }

    /** Given back by the operating system when its process is dead. */
    void holds(Sink held) {
        holdings.add(held);
    }

    void letGo() {
        for (Sink held : holdings) {
            held.close();
        }
        holdings.clear();
    }

    void mustLive() {
        if (dead) {
            throw new Death();
        }
    }

    /** A call out of the engine: others go on meanwhile, and it may fail before or after it took effect. */
    <T> T call(Site site, Supplier<T> act) {
        before(site);
        T result = act.get();
        note(() -> site + " done");
        maybeFail(site, "after ");
        letOthersGo();
        mustLive();
        return result;
    }

    /** The part of a call before it takes effect. */
    void before(Site site) {
        mustLive();
        letOthersGo();
        mustLive();
        maybeFail(site, "before ");
    }

    private void letOthersGo() {
        if (depth < DEPTH_MAX && chance.oneIn(6)) {
            depth++;
            if (chance.oneIn(4)) {
                loop.pass(chance.below(400_000_000));
            }
            for (int left = chance.between(1, 25); left > 0 && !dead && canGoOn(); left--) {
                step();
            }
            depth--;
        }
    }

    private boolean canGoOn() {
        return !loop.isIdle() || loop.isDue();
    }

    private void maybeFail(Site site, String when) {
        if (calm || scenario.focus() != Site.ANYWHERE && scenario.focus() != site) {
            return;
        }
        if (deathsLeft > 0 && chance.oneIn(2 * scenario.callsEvery())) {
            die(when + site);
            throw new Death();
        }
        if (faultsLeft > 0 && chance.oneIn(scenario.callsEvery())) {
            faultsLeft--;
            fault(site, when);
        }
    }

    private void fault(Site site, String when) {
        int kind = chance.below(10);
        note(() -> site + " fails " + when + "it took effect, kind " + kind);
        String subject = "cannot " + site;
        switch (kind) {
            case 0 -> throw MigrationException.failed(subject, "simulated, lasting", "run it again", null);
            case 1 -> throw new IllegalStateException(subject + ": simulated, unexpected");
            case 2 -> {
                endedSomebody = true;
                throw new AssertionError(subject + ": simulated, an error");
            }
            case 3 -> {
                if (MEETS_VALUES.contains(site)) {
                    throw new OutOfMemoryError("simulated");
                }
                throw MigrationException.transientFault(subject, "simulated, passing", "", null);
            }
            default -> throw MigrationException.transientFault(subject, "simulated, passing", "", null);
        }
    }

    /** How many rows the next page holds at most: mostly some, seldom none. */
    int pageRows(int most) {
        return calm || most == 0 ? most : chance.oneIn(10) ? 0 : chance.between(1, most);
    }

    /** Something was opened that has to be closed. */
    void opened(String what) {
        open.merge(what, 1, Integer::sum);
    }

    void closed(String what) {
        open.merge(what, -1, Integer::sum);
    }

    /** Everything that was opened by this process must be closed when it has ended. */
    void checkClosed() {
        open.forEach((what, count) -> {
            if (count != 0) {
                fail("a " + what + " was not given back");
            }
        });
    }

    /** Whether the actor that is at work is a reader, and its writer lives to take what it sends. */
    boolean isReaderWithWriter() {
        int name = current.lastIndexOf("/reader-");
        return name > 0 && !loop.under(current.substring(0, name) + "/writer").isEmpty();
    }

    @Override
    public Object sent(String receiver, Object message) {
        if (dead || !receiver.startsWith(ROOT)) {
            return message;
        }
        Backstage.Sent batch = Backstage.sent(message);
        if (batch != null) {
            epochs.put(batch.reader(), batch.epoch());
            unackedOf.merge(batch.reader(), 1, Integer::sum);
            unackedBytesOf.merge(batch.reader(), batch.batch().bytes(), Long::sum);
            flight.sent(batch);
        } else if (Backstage.isAck(message)) {
            acks.put(receiver, message);
        }
        return message;
    }

    @Override
    public void taken(String receiver, Object message) {
        if (receiver.startsWith(ROOT)) {
            note(() -> Backstage.describe(message));
            judgeAck(receiver, message);
            String failure = Backstage.failureIn(message);
            if (!dead && !endedSomebody && failure.contains("unexpected") && !failure.contains("simulated")) {
                fail("it failed, and nobody made it fail: " + failure);
            }
        }
    }

    /** A reader must not be told that more is durable than it sent. */
    private void judgeAck(String reader, Object message) {
        if (!dead && Backstage.isAck(message) && Backstage.epochOf(message) == epochs.getOrDefault(reader, 0)) {
            int unacked = unackedOf.merge(reader, -Backstage.batchesOf(message), Integer::sum);
            long bytes = unackedBytesOf.merge(reader, -Backstage.bytesOf(message), Long::sum);
            if (unacked < 0 || bytes < 0) {
                fail("an old acknowledgement was accepted: more was acknowledged than sent");
            }
        }
    }

    private static String shortName(String path) {
        return path.startsWith(ROOT) ? path.substring("/user/".length()) : path;
    }
}
