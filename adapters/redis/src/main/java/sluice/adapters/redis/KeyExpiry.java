package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;

/**
 * Asks when a key expires, right behind its value. Servers before version 7 only tell how long it has left: with the
 * time asked before and after, and both the same, that is exact too.
 */
final class KeyExpiry {
    /** The key is not there any more. */
    static final long GONE = -2;

    /** The clock moved on between the questions: ask again. */
    static final long UNSURE = -3;

    private static final int TIGHT_ATTEMPTS = 5;
    private static final long MICROS_PER_MILLI = 1_000;

    private final Ask left;
    private final @Nullable Ask before;
    private final @Nullable Ask after;

    private KeyExpiry(Ask left, @Nullable Ask before, @Nullable Ask after) {
        this.left = left;
        this.before = before;
        this.after = after;
    }

    static KeyExpiry ask(Wire wire, boolean exact, byte[] name) {
        if (exact) {
            return new KeyExpiry(wire.add(Ask.of(CommandType.PEXPIRETIME, name)), null, null);
        }
        Ask before = wire.add(Ask.of(CommandType.TIME));
        Ask left = wire.add(Ask.of(CommandType.PTTL, name));
        return new KeyExpiry(left, before, wire.add(Ask.of(CommandType.TIME)));
    }

    /** Unix milliseconds, {@link Row#NEVER}, {@link #GONE} or {@link #UNSURE}. */
    long answer(Wire wire) {
        long number = wire.granted(left).number();
        if (number < 0 || before == null || after == null) {
            return number;
        }
        long early = millis(before);
        return early == millis(after) ? early + number : UNSURE;
    }

    /** For a key whose answer was unsure: asked alone until it is sure, or good to a few milliseconds. */
    static long askAlone(Wire wire, byte[] name) {
        long answer = UNSURE;
        @Nullable KeyExpiry expiry = null;
        for (int attempt = 0; attempt < TIGHT_ATTEMPTS && answer == UNSURE; attempt++) {
            expiry = ask(wire, false, name);
            wire.flush();
            answer = expiry.answer(wire);
        }
        return answer == UNSURE && expiry != null && expiry.before != null
                ? millis(expiry.before) + expiry.left.number()
                : answer;
    }

    /** The reply of TIME in milliseconds. */
    static long millis(Ask time) {
        if (time.list().size() < 2) {
            return 0;
        }
        long seconds = parse(time.list().get(0));
        return seconds * 1_000 + parse(time.list().get(1)) / MICROS_PER_MILLI;
    }

    private static long parse(Object bytes) {
        long number = 0;
        for (byte digit : (byte[]) bytes) {
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
