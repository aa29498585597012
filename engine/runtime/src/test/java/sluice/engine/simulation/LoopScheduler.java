package sluice.engine.simulation;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Akka's timers, on a {@link Loop}. Akka makes it. */
public final class LoopScheduler extends AbstractScheduler {
    private final Loop loop;

    public LoopScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
        this.loop = Loop.of(config.getString("sluice.simulation.system"));
    }

    @Override
    @SuppressWarnings("deprecation")
    public Cancellable schedule(
            FiniteDuration initialDelay, FiniteDuration interval, Runnable work, ExecutionContext executor) {
        return loop.schedule(initialDelay.toNanos(), interval.toNanos(), work);
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable work, ExecutionContext executor) {
        return loop.schedule(delay.toNanos(), 0, work);
    }

    @Override
    public double maxFrequency() {
        return 1000;
    }
}
