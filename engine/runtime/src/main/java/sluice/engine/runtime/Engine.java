package sluice.engine.runtime;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import sluice.engine.core.Plan;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;

/** Carries plans out. One engine runs one plan at a time; close it to give back its threads. */
public final class Engine implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);
    /** Beside the readers: the attempt, the verifier, and two passes over a sink. */
    private static final int OTHER_BLOCKING_THREADS = 6;

    private final Adapters adapters;
    private final Clock clock;
    private final Job.Tuning tuning;
    private final CompletableFuture<ActorSystem<?>> system = new CompletableFuture<>();
    private volatile Runnable beforeClosing = () -> {};

    public Engine(Adapters adapters) {
        this(adapters, Clock.systemUTC(), Job.Tuning.DEFAULT);
    }

    Engine(Adapters adapters, Clock clock, Job.Tuning tuning) {
        this.adapters = adapters;
        this.clock = clock;
        this.tuning = tuning;
    }

    /** Copies, or goes on copying, as the plan says. The observer is told several times a second, on another thread. */
    public Execution copy(Plan plan, Consumer<Progress> observer) {
        CompletableFuture<Report> promise = new CompletableFuture<>();
        Job job = job(plan);
        ActorSystem<Migration.Command> started =
                ActorSystem.create(Migration.create(job, observer, promise), "sluice", config(plan));
        system.complete(started);
        return new Running(promise, () -> started.tell(new Migration.Stop()));
    }

    /** Compares without copying, and reads the source again. The plan's layout is overridden by what the sink says. */
    public Execution verify(Plan plan, Consumer<Progress> observer) {
        CompletableFuture<Report> promise = new CompletableFuture<>();
        Job job = job(plan);
        Examination examination = new Examination(job);
        beforeClosing = examination::cancel;
        ActorSystem<Audit.Command> started =
                ActorSystem.create(Audit.create(job, examination, observer, promise), "sluice", config(plan));
        system.complete(started);
        return new Running(promise, () -> started.tell(new Audit.Stop()));
    }

    private Job job(Plan plan) {
        return new Job(
                plan,
                adapters.source(plan.source()),
                adapters.sink(plan.sink()),
                clock,
                System::nanoTime,
                Engine::randomId,
                new Parallel(this::onBlocking, Runtime.getRuntime().availableProcessors()),
                tuning);
    }

    /** Asked for by actors that may run before their system is known here. */
    private void onBlocking(Runnable step) {
        system.join().dispatchers().lookup(Dispatchers.BLOCKING).execute(step);
    }

    private static Config config(Plan plan) {
        int threads = plan.readers() + OTHER_BLOCKING_THREADS;
        return ConfigFactory.parseString("sluice.blocking-dispatcher.thread-pool-executor.fixed-pool-size = " + threads)
                .withFallback(ConfigFactory.load());
    }

    private static String randomId() {
        byte[] id = new byte[6];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** Ends what still runs, and waits for it a while. */
    @Override
    public void close() {
        ActorSystem<?> running = system.getNow(null);
        if (running == null) {
            return;
        }
        beforeClosing.run();
        running.terminate();
        try {
            running.getWhenTerminated().toCompletableFuture().get(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException stillBusy) {
            // Blocked in a driver's call; the process is about to end, and nothing is uncommitted.
            return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Running(CompletableFuture<Report> promise, Runnable stopper) implements Execution {
        @Override
        public CompletionStage<Report> report() {
            return promise.minimalCompletionStage();
        }

        @Override
        public void stop() {
            stopper.run();
        }
    }
}
