package sluice.adapters.contract.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tries many drawn inputs, each from a seed of its own, and fails at the first that takes too long or throws. As many
 * as {@code -Dsluice.fuzz} says, from {@code -Dsluice.fuzz.seed}; {@code -Dsluice.fuzz.input=N} tries one alone.
 */
public final class Fuzzing {
    /** What any input may take on a slow and busy machine. */
    private static final long DEADLINE_NANOS = 60_000_000_000L;

    private static final long LOOK_NANOS = 20_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final long inputs;
    private final long seed = Long.getLong("sluice.fuzz.seed", 1);
    private final long only = Long.getLong("sluice.fuzz.input", -1);
    private final Map<String, Long> kinds = new HashMap<>();

    private volatile long current;
    private volatile long begun;
    private volatile @Nullable Throwable failure;

    private Fuzzing(String name, long inputs) {
        this.name = name;
        this.inputs = inputs;
    }

    /** A series that tries so many unless somebody asks for another number. */
    public static Fuzzing of(String name, long usualInputs) {
        return new Fuzzing(name, Long.getLong("sluice.fuzz", usualInputs));
    }

    /** Tries them all. */
    public void run(Attempt attempt) {
        long start = System.nanoTime();
        begun = start;
        Thread worker = Thread.ofPlatform().daemon().name("fuzz " + name).start(() -> tryAll(attempt));
        while (worker.isAlive()) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (System.nanoTime() - begun > DEADLINE_NANOS) {
                throw new AssertionError(told("does not end", stackOf(worker)));
            }
        }
        Throwable wrong = failure;
        if (wrong != null) {
            throw new AssertionError(told("is not taken as it should be", String.valueOf(wrong)), wrong);
        }
        System.out.printf(
                "%s: %,d inputs from seed %d, %,d kinds of outcome, %.1f s%n",
                name, inputs, seed, kinds.size(), (System.nanoTime() - start) / 1e9);
    }

    private void tryAll(Attempt attempt) {
        try {
            for (long i = only < 0 ? 0 : only; i < (only < 0 ? inputs : only + 1); i++) {
                current = i;
                begun = System.nanoTime();
                kinds.merge(kindOf(attempt.outcome(randomOf(i))), 1L, Long::sum);
            }
        } catch (Throwable wrong) {
            failure = wrong;
        }
    }

    /** A {@link Random} from numbers in a row begins with nearly the same draws; from scattered ones it does not. */
    private Random randomOf(long input) {
        return new Random(new SplittableRandom(seed * 1_000_003 + input).nextLong());
    }

    private String told(String what, String why) {
        return name + ": input " + current + " from seed " + seed + " " + what
                + "; try it alone with -Dsluice.fuzz.seed=" + seed + " -Dsluice.fuzz.input=" + current + ": " + why;
    }

    private static String stackOf(Thread thread) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement element : thread.getStackTrace()) {
            stack.append("\n    at ").append(element);
        }
        return stack.toString();
    }

    /** An outcome without its numbers and values. */
    public static String kindOf(String outcome) {
        return outcome.replaceAll("'[^']*'", "'…'").replaceAll("0x[0-9a-f]+|[0-9a-f]{16}|[0-9]+", "N");
    }

    /** How many kinds of outcome were seen. */
    public int kinds() {
        return kinds.size();
    }

    /** How many bytes this thread has allocated since it began. */
    public static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Tries one input, drawn from the given chance, and says what came of it; throws where that is wrong. */
    public interface Attempt {
        String outcome(Random random) throws Exception;
    }
}
