package sluice.engine.simulation;

import akka.actor.Cancellable;
import akka.dispatch.Mailbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/**
 * Where the actors of a simulation run: everything that could run next waits here, in an order that does not depend on
 * chance, and so does every timer. Nothing happens but when it is stepped. Belongs to one thread.
 */
final class Loop {
    private static final Map<String, Loop> BY_SYSTEM = new ConcurrentHashMap<>();

    /** Akka ends an idle executor some time: told to wait 1,000 days, it does so in no simulation. */
    private static final long NEVER_NANOS = Duration.ofDays(100).toNanos();

    private final List<Ready> ready = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Letterbox> letterboxes = new ArrayList<>();
    private Tap tap = Tap.NONE;
    private long nowNanos;
    private long drawn;
    private boolean atOnce = true;

    /** Sees every message, where it is sent and where it is taken up. */
    interface Tap {
        Tap NONE = new Tap() {};

        /** The message that arrives: this one, or another in its place. */
        default Object sent(String receiver, Object message) {
            return message;
        }

        default void taken(String receiver, Object message) {}
    }

    private record Ready(String name, long order, Runnable work) {}

    /** The actor system of this name runs here. */
    static Loop of(String system) {
        return BY_SYSTEM.computeIfAbsent(system, name -> new Loop());
    }

    Tap tap() {
        return tap;
    }

    /** Begins anew for the next simulation. */
    void reset(Tap newTap) {
        ready.clear();
        timers.clear();
        nowNanos = 0;
        drawn = 0;
        tap = newTap;
    }

    void add(Runnable work) {
        String name = work instanceof Mailbox mailbox && mailbox.messageQueue() instanceof Letterbox box
                ? box.name()
                : "a task of Akka";
        Ready next = new Ready(name, drawn++, work);
        int at = Collections.binarySearch(
                ready, next, Comparator.comparing(Ready::name).thenComparing(Ready::order));
        ready.add(-at - 1, next);
        if (atOnce) {
            atOnce = false;
            settle();
            atOnce = true;
        }
    }

    /** While an actor system starts, it waits for answers: so everything runs at once until this is called. */
    void takeTurns() {
        atOnce = false;
    }

    /** Runs whatever can run, in order, until nothing can. */
    void settle() {
        while (!ready.isEmpty()) {
            run(size -> 0);
        }
    }

    boolean isIdle() {
        return ready.isEmpty();
    }

    /** Runs one of those that could run; the choice is given their number. */
    void run(IntUnaryOperator choice) {
        ready.remove(choice.applyAsInt(ready.size())).work().run();
    }

    String nameOf(int index) {
        return ready.get(index).name();
    }

    long nowNanos() {
        return nowNanos;
    }

    void pass(long nanos) {
        nowNanos += nanos;
    }

    boolean hasTimers() {
        return !timers.isEmpty();
    }

    /** Whether a timer's moment has come. */
    boolean isDue() {
        return timers.stream().anyMatch(timer -> timer.deadline <= nowNanos);
    }

    /** Lets time go by to the next timer, and fires one of those that are due. */
    void fire(IntUnaryOperator choice) {
        long next = timers.stream().mapToLong(timer -> timer.deadline).min().orElseThrow();
        nowNanos = Math.max(nowNanos, next);
        List<Timer> due =
                timers.stream().filter(timer -> timer.deadline <= nowNanos).toList();
        Timer timer = due.get(choice.applyAsInt(due.size()));
        if (timer.intervalNanos == 0) {
            timers.remove(timer);
        } else {
            timer.deadline = nowNanos + timer.intervalNanos;
        }
        timer.work.run();
    }

    void clearTimers() {
        timers.clear();
    }

    Timer schedule(long delayNanos, long intervalNanos, Runnable work) {
        Timer timer = new Timer(nowNanos + Math.max(0, delayNanos), intervalNanos, work);
        if (delayNanos < NEVER_NANOS) {
            timers.add(timer);
        }
        return timer;
    }

    void opened(Letterbox letterbox) {
        letterboxes.add(letterbox);
    }

    void closed(Letterbox letterbox) {
        letterboxes.remove(letterbox);
    }

    /** The actors that live under this path, by name. */
    List<Letterbox> under(String path) {
        return letterboxes.stream()
                .filter(box -> box.name().startsWith(path))
                .sorted(Comparator.comparing(Letterbox::name))
                .toList();
    }

    /** One that waits for its moment. */
    final class Timer implements Cancellable {
        private final long intervalNanos;
        private final Runnable work;
        private long deadline;

        Timer(long deadline, long intervalNanos, Runnable work) {
            this.deadline = deadline;
            this.intervalNanos = intervalNanos;
            this.work = work;
        }

        @Override
        public boolean cancel() {
            return timers.remove(this);
        }

        @Override
        public boolean isCancelled() {
            return !timers.contains(this);
        }
    }
}
