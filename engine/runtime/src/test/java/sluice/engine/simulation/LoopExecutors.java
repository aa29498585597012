package sluice.engine.simulation;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The executor of every dispatcher: a {@link Loop} in place of threads. Akka makes it. */
public final class LoopExecutors extends ExecutorServiceConfigurator {
    private final Loop loop;

    public LoopExecutors(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        this.loop = Loop.of(prerequisites.settings().name());
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
        return () -> new Queue(loop);
    }

    private static final class Queue extends AbstractExecutorService {
        private final Loop loop;

        Queue(Loop loop) {
            this.loop = loop;
        }

        @Override
        public void execute(Runnable work) {
            loop.add(work);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
