package sluice.engine.runtime;

import akka.actor.typed.DispatcherSelector;

/** Where actors run; the names stand in {@code reference.conf}. */
final class Dispatchers {
    static final DispatcherSelector BLOCKING = DispatcherSelector.fromConfig("sluice.blocking-dispatcher");
    static final DispatcherSelector WRITER = DispatcherSelector.fromConfig("sluice.writer-dispatcher");

    private Dispatchers() {}
}
