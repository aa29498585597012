package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person should know of a server before copying it: what is there but is no key, and what reading may do. */
final class Notes {
    /** Clocks that differ by less are as good as the same. */
    private static final long SAME_CLOCK_MILLIS = 2_000;

    private Notes() {}

    /** Asks nothing that could fail a run: what may not be asked is not noted. */
    static List<String> of(Wire wire, ServerFacts facts, InstantSource clock) {
        Ask time = wire.add(Ask.of(CommandType.TIME));
        Ask memory = wire.add(Ask.of(CommandType.INFO, "memory"));
        Ask stats = wire.add(Ask.of(CommandType.INFO, "stats"));
        Ask replication = wire.add(Ask.of(CommandType.INFO, "replication"));
        Ask untouched = wire.add(Ask.of(CommandType.CLIENT, "NO-TOUCH", "ON"));
        wire.flush();
        List<String> notes = new ArrayList<>();
        addPrograms(notes, ServerFacts.fields(memory.text()), ServerFacts.fields(stats.text()));
        addReplica(notes, ServerFacts.fields(replication.text()));
        addClock(notes, KeyExpiry.millis(time) - clock.millis());
        String policy = ServerFacts.fields(memory.text()).getOrDefault("maxmemory_policy", "");
        if (untouched.isRefused() && (policy.contains("lru") || policy.contains("lfu"))) {
            notes.add("the server evicts by " + policy + " and cannot be read without touching: reading makes every"
                    + " key look used");
        }
        if (!facts.exactExpiry()) {
            notes.add("the server does not tell when a key expires, only how long it has left: expiries are good to a"
                    + " few milliseconds");
        }
        if (!facts.sliceable()) {
            notes.add("the server's hash table is not known to us: each database is read by one plain SCAN");
        }
        return notes;
    }

    private static void addPrograms(List<String> notes, Map<String, String> memory, Map<String, String> stats) {
        addCount(notes, memory.get("number_of_functions"), "functions");
        addCount(notes, memory.get("number_of_cached_scripts"), "cached scripts");
        addCount(notes, stats.get("pubsub_channels"), "pub/sub channels");
    }

    private static void addCount(List<String> notes, @Nullable String count, String what) {
        if (count != null && !count.equals("0")) {
            notes.add(count + " " + what + " seen: not keys, not copied");
        }
    }

    private static void addReplica(List<String> notes, Map<String, String> replication) {
        if ("slave".equals(replication.get("role"))) {
            notes.add("the server is a replica of " + replication.get("master_host") + ":"
                    + replication.get("master_port") + " (link " + replication.get("master_link_status")
                    + "): what it has not received is not copied");
        }
    }

    /** Expiries are copied as the server tells them, and mean what they say only by a clock like its own. */
    private static void addClock(List<String> notes, long aheadMillis) {
        if (Math.abs(aheadMillis) > SAME_CLOCK_MILLIS) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the server's clock is %.0f s %s this machine's: keys expire by the server's clock there and by"
                            + " this one here",
                    Math.abs(aheadMillis) / 1e3,
                    aheadMillis > 0 ? "ahead of" : "behind"));
        }
    }
}
