package sluice.engine.simulation;

import akka.actor.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** An actor system without a thread of its own: all its dispatchers, mailboxes and timers are a {@link Loop}. */
final class Stage {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String DISPATCHER = "{ type = Dispatcher, executor = \"" + LoopExecutors.class.getName()
            + "\", throughput = 1, shutdown-timeout = 1000d }";
    private static final String MAILBOX = "{ mailbox-type = \"" + Letterbox.Kind.class.getName() + "\" }";

    private final Loop loop;
    private final ActorSystem system;

    Stage() {
        String name = "simulation-" + COUNT.incrementAndGet();
        this.loop = Loop.of(name);
        this.system = ActorSystem.create(name, config(name));
        loop.takeTurns();
    }

    Loop loop() {
        return loop;
    }

    ActorSystem system() {
        return system;
    }

    private static Config config(String name) {
        return ConfigFactory.parseString(String.join(
                        "\n",
                        "sluice.simulation.system = " + name,
                        "akka.use-slf4j = off",
                        "akka.loggers = []",
                        "akka.loglevel = OFF",
                        "akka.stdout-loglevel = OFF",
                        "akka.log-dead-letters = off",
                        "akka.daemonic = on",
                        "akka.jvm-exit-on-fatal-error = off",
                        "akka.jvm-shutdown-hooks = off",
                        "akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off",
                        "akka.scheduler.implementation = \"" + LoopScheduler.class.getName() + "\"",
                        "akka.actor.default-dispatcher = " + DISPATCHER,
                        "akka.actor.internal-dispatcher = " + DISPATCHER,
                        "akka.actor.default-blocking-io-dispatcher = " + DISPATCHER,
                        "akka.actor.default-mailbox = " + MAILBOX,
                        "akka.actor.typed.default-mailbox = " + MAILBOX,
                        "sluice.blocking-dispatcher = " + DISPATCHER,
                        "sluice.writer-dispatcher = " + DISPATCHER))
                .withFallback(ConfigFactory.load());
    }
}
