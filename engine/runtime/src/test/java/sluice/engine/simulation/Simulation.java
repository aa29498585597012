package sluice.engine.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import sluice.adapters.contract.MemoryStore;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.engine.runtime.Backstage;
import sluice.protocol.MigrationException;

/**
 * One seed: a migration is started, and started again by the same command whenever its process died or gave up, until
 * it says that it has come to its end. Everything runs in the calling thread.
 */
final class Simulation {
    /** Troubles are counted, so a run that is started so often must have come to its end. */
    private static final int LIVES_MAX = 60;

    private final Stage stage;
    private final Scenario scenario;
    private final Chance chance;
    private final World world;
    private final Keyspace keyspace;
    private final MemoryStore store = new MemoryStore();
    private final Oracle oracle;
    private final Corruption corruption;
    private int runs;
    private String status = "";

    /**
     * What came of a seed.
     *
     * @param violation what was found to be wrong; null when all was well
     * @param status the last report's
     * @param lives how many processes it took
     */
    record Outcome(long seed, @Nullable String violation, String status, int lives, int steps, List<String> trace) {}

    private Simulation(Stage stage, long seed, Bug bug, boolean traced) {
        this.stage = stage;
        this.scenario = Scenario.of(seed);
        this.chance = new Chance(seed ^ 0x5bd1e995L);
        this.keyspace = new Keyspace(chance.seed(), scenario.items(), scenario.doublesPercent(), scenario.missed());
        this.world = new World(scenario, stage.loop(), chance.split(), keyspace, bug, traced);
        this.corruption = new Corruption(world, scenario.troubles().corruptions());
        this.oracle = new Oracle(keyspace, new Expected(scenario.mapper()), store, corruption.keys(), world);
        stage.loop().reset(world);
    }

    static Outcome run(Stage stage, long seed, Bug bug, boolean traced) {
        Simulation simulation = new Simulation(stage, seed, bug, traced);
        int lives = simulation.live();
        stage.loop().reset(Loop.Tap.NONE);
        return new Outcome(
                seed,
                simulation.world.violation(),
                simulation.status,
                lives,
                simulation.world.steps(),
                simulation.world.trace());
    }

    private int live() {
        long planSeed = chance.seed();
        for (int life = 1; life <= LIVES_MAX; life++) {
            Chance choice = scenario.samePlan() ? new Chance(planSeed) : chance.split();
            boolean ended = oneProcess(scenario.plan(choice), life);
            if (ended || world.violation() != null) {
                return life;
            }
        }
        world.fail("the run has not come to its end in " + LIVES_MAX + " processes");
        return LIVES_MAX;
    }

    /** Says whether nothing is left to do. */
    private boolean oneProcess(Plan plan, int life) {
        world.begin();
        world.flight().bound(plan.inFlightBytes(), plan.readers());
        world.note(() -> "process " + life + ": " + plan + ", mapper " + scenario.mapper() + ", " + plan.readers()
                + " readers, " + plan.batchRows() + " rows a batch, " + plan.inFlightBytes() + " bytes in flight");
        Backstage.Run run = Backstage.start(stage.system(), "migration", plan, surroundings());
        world.follow(run);
        while (!world.isDead() && !run.report().isDone()) {
            world.step();
        }
        if (world.isDead()) {
            bury(run);
            return false;
        }
        boolean finished = judge(run);
        leave();
        world.letGo();
        return finished;
    }

    private Backstage.Surroundings surroundings() {
        return new Backstage.Surroundings(
                new SimulatedSource.Provider(keyspace, scenario, world),
                new SimulatedSink.Provider(store, world, corruption, oracle::judgeCheckpoint),
                new WorldClock(world),
                world::nowNanos,
                () -> "run-" + ++runs,
                scenario.readers(),
                scenario.attempts(),
                scenario.rounds(),
                scenario.commitAge());
    }

    private boolean judge(Backstage.Run run) {
        try {
            Report report = run.report().join();
            status = report.status();
            world.note(() -> "report: " + report.status() + " " + report.error() + " " + report.rows() + " "
                    + report.verification().statement());
            boolean finished = !status.equals("failed") && !status.equals("stopped");
            if (finished) {
                oracle.judgeFinished(report);
            } else {
                oracle.judgeUnfinished(report);
            }
            return finished;
        } catch (CompletionException noReport) {
            return judgeRefusal(noReport.getCause());
        }
    }

    private boolean judgeRefusal(Throwable why) {
        world.note(() -> "no report: " + why);
        if (why instanceof MigrationException known && known.fault() == MigrationException.Fault.REFUSED) {
            status = "refused";
            oracle.judgeFinishedSilently();
            return true;
        }
        if (!world.isRootEnded()) {
            world.fail("there is no report: " + why);
        }
        return false;
    }

    /** The process has said its last word; it gives back what it holds. */
    private void leave() {
        world.becomeCalm();
        while (!world.isDead() && !stage.loop().isIdle()) {
            world.step();
        }
        stage.loop().clearTimers();
        List<Letterbox> living = stage.loop().under(World.ROOT);
        if (!living.isEmpty()) {
            world.fail(living.getFirst().name() + " lives on after the end");
            end();
        }
        world.checkClosed();
    }

    /** Whoever still lives in a dead process is a ghost: everything it tries fails, and it goes. */
    private void bury(Backstage.Run run) {
        stage.loop().clearTimers();
        stage.system().stop(run.root());
        end();
        if (!stage.loop().under(World.ROOT).isEmpty()) {
            throw new IllegalStateException("a ghost does not go");
        }
        world.letGo();
    }

    private void end() {
        stage.loop().settle();
        stage.loop().clearTimers();
    }

    /** Simulated time. */
    private static final class WorldClock extends Clock {
        private final World world;

        WorldClock(World world) {
            this.world = world;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public long millis() {
            return world.nowMillis();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }
    }
}
