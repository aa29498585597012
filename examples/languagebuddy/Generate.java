import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fills an empty Redis with what LanguageBuddy, a language tutor on a messenger, kept there: every key pattern, and
 * everything that went wrong in its years. All of it is invented; the same arguments make the same keys and values.
 * Prints at its end, as JSON, what a migration has to find. Memory stays flat, whatever the number.
 *
 * <pre>java Generate.java redis://localhost:6379/0 [--subscribers 100] [--seed 1] [--now 2026-11-20T18:00:00Z]</pre>
 */
final class Generate {
    private static final int CHECKPOINT_SECONDS = 259_200;
    private static final int DAY_SECONDS = 86_400;
    private static final int FEEDBACK_SECONDS = 7_776_000;
    private static final int MESSAGE_SECONDS = 1_800;
    private static final int THROTTLE_SECONDS = 5;
    private static final int RECENT_MAX = 1_000;

    private final Redis redis;
    private final int subscribers;
    private final long seed;
    private final Instant now;
    private final Truth truth = new Truth();
    private final Values values;
    private final PriorityQueue<Feedback> recent = new PriorityQueue<>();
    private long phones;

    /** One feedback as the list of all repeats it; the oldest comes first, so that it is the first to go. */
    private record Feedback(long at, String json, boolean hasKey) implements Comparable<Feedback> {
        @Override
        public int compareTo(Feedback other) {
            return at != other.at ? Long.compare(at, other.at) : json.compareTo(other.json);
        }
    }

    private Generate(Redis redis, int subscribers, long seed, Instant now) {
        this.redis = redis;
        this.subscribers = subscribers;
        this.seed = seed;
        this.now = now;
        this.values = new Values(now);
    }

    public static void main(String... arguments) throws IOException {
        Map<String, String> options =
                new TreeMap<>(Map.of("--subscribers", "100", "--seed", "1", "--now", "2026-11-20T18:00:00Z"));
        if (arguments.length % 2 == 0) {
            fail("usage: generate REDIS_URI [--subscribers N] [--seed S] [--now TIME]");
        }
        for (int i = 1; i < arguments.length; i += 2) {
            if (options.replace(arguments[i], arguments[i + 1]) == null) {
                fail("unknown option " + arguments[i] + ": there are " + String.join(", ", options.keySet()));
            }
        }
        try (Redis redis = Redis.connect(URI.create(arguments[0]))) {
            if (!redis.ask("DBSIZE").equals(":0")) {
                fail("this database holds keys already: give an empty one");
            }
            long begun = System.nanoTime();
            Generate generate = new Generate(
                    redis,
                    Integer.parseInt(options.get("--subscribers")),
                    Long.parseLong(options.get("--seed")),
                    Instant.parse(options.get("--now")));
            generate.all();
            System.out.println(generate.truth.json(options));
            System.err.printf(
                    Locale.ROOT,
                    "generate: %,d keys in %.1f s%n",
                    generate.truth.keys(),
                    (System.nanoTime() - begun) / 1e9);
        } catch (IllegalArgumentException | IOException failure) {
            fail(String.valueOf(failure.getMessage()));
        }
    }

    private static void fail(String message) {
        System.err.println("generate: " + message);
        System.exit(2);
    }

    private void all() throws IOException {
        for (int i = 0; i < subscribers; i++) {
            person(draw(1));
        }
        for (int i = 0; i < Math.max(6, subscribers * 3 / 100); i++) {
            orphan(draw(2), i);
        }
        for (int i = 0; i < Math.max(4, subscribers / 50); i++) {
            freeText(draw(3), i);
        }
        for (int i = 0; i < Math.max(3, subscribers / 25); i++) {
            onboarding(draw(4));
        }
        for (int i = 0; i < Math.max(1, subscribers / 2_000); i++) {
            bad(draw(5), i);
        }
        for (int i = 0; i < Math.max(1, subscribers / 500); i++) {
            put("other", "session:" + values.uuid(draw(6)), "{}", 0);
        }
        oddities(draw(7));
        feedbackOfAll();
        // Last, so that some are still there when somebody looks.
        for (int i = 0; i < Math.max(3, subscribers / 50); i++) {
            put("whatsapp:throttle", "whatsapp:throttle:" + phone(i), "1", THROTTLE_SECONDS);
        }
        redis.flush();
    }

    /** Chances of the next one of a kind: what one draws never moves what another gets. */
    private Draw draw(int kind) {
        return new Draw(seed * 31 + kind, phones++);
    }

    /** German mobile numbers never go on with +49170000, and no country has the code 999: nobody is meant. */
    private static String phone(long number) {
        return (number % 4 == 3 ? "+99988" : "+49170000") + String.format(Locale.ROOT, "%07d", number);
    }

    private void person(Draw draw) throws IOException {
        String phone = phone(phones - 1);
        List<String> forms = forms(phone, draw);
        String zone = draw.chance(0.8) ? draw.pick(Values.ZONES) : "";
        long seenLast = values.millisAgo(draw, 40 * DAY_SECONDS);
        int newest = draw.below(forms.size());
        for (int i = 0; i < forms.size(); i++) {
            String form = forms.get(i);
            long seen = i == newest ? seenLast : seenLast - draw.between(3_600_000, 90_000_000_000L);
            put("subscriber", "subscriber:" + form, values.subscriber(form, zone, seen, draw), 0);
            truth.count("subscriber", "legacy", form.equals(phone) ? 0 : 1);
        }
        truth.count("subscriber", "persons", 1);
        truth.count("subscriber", "collisions", forms.size() - 1);
        truth.count("subscriber", "newest in a legacy form", forms.size() > 1 && newest > 0 ? 1 : 0);

        if (draw.chance(0.35)) {
            checkpoints(phone, draw);
        }
        feedback(draw.pick(forms), draw.below(4) * draw.below(2), draw, false);
        usage(phone, forms, zone.isEmpty() ? "UTC" : zone, draw);
        for (int i = draw.below(4); i > 0; i--) {
            put("whatsapp:msgid", "whatsapp:msgid:" + values.messageId(draw), "1", MESSAGE_SECONDS);
        }
        if (draw.chance(0.15)) {
            List<String> digests = new ArrayList<>();
            for (int i = draw.below(4); i >= 0; i--) {
                digests.add(values.digest(draw));
            }
            redis.send("RPUSH", "user_digests:" + draw.pick(forms), digests);
            truth.key("user_digests", 0);
        }
    }

    /** Most have one form, older ones without the plus; some have two or three. The plain form comes first. */
    private static List<String> forms(String phone, Draw draw) {
        String bare = phone.substring(1);
        String spaced = phone.substring(0, 3) + " " + phone.substring(3, 6) + "-" + phone.substring(6);
        int of100 = draw.below(100);
        if (of100 < 60) {
            return List.of(phone);
        }
        if (of100 < 82) {
            return List.of(bare);
        }
        if (of100 < 88) {
            return List.of(of100 < 85 ? "00" + bare : spaced);
        }
        return of100 < 99 ? List.of(phone, draw.chance(0.8) ? bare : spaced) : List.of(phone, bare, "00" + bare);
    }

    /** Of one thread: mostly in the form without plus, sometimes in both forms, sometimes even as the same one. */
    private void checkpoints(String phone, Draw draw) throws IOException {
        boolean bare = draw.chance(0.8);
        String thread = bare ? phone.substring(1) : phone;
        Values.Checkpoint first = checkpoint(thread, draw);
        truth.count("checkpoint", "legacy", bare ? 1 : 0);
        if (draw.chance(0.08)) {
            String other = bare ? phone : phone.substring(1);
            truth.count("checkpoint", "legacy", bare ? 0 : 1);
            if (draw.chance(0.5)) {
                put("checkpoint", "checkpoint:" + other, first.json(), CHECKPOINT_SECONDS);
                truth.count("checkpoint", "collisions", 1);
            } else {
                checkpoint(other, draw);
                truth.count("checkpoint", "threads in two forms", 1);
            }
        }
        writes(thread, draw.below(4), draw);
    }

    private Values.Checkpoint checkpoint(String thread, Draw draw) throws IOException {
        // The first is as deep as they come, the second as flat.
        long known = truth.of("checkpoint", "keys");
        Values.Checkpoint checkpoint = values.checkpoint(known == 0 ? 13 : known == 1 ? 0 : draw.turns(13), draw);
        put("checkpoint", "checkpoint:" + thread, checkpoint.json(), CHECKPOINT_SECONDS);
        truth.range("checkpoint", "bytes", checkpoint.json().getBytes(StandardCharsets.UTF_8).length);
        truth.range("checkpoint", "depth", checkpoint.depth());
        return checkpoint;
    }

    private void writes(String thread, int tasks, Draw draw) throws IOException {
        for (int i = 0; i < tasks; i++) {
            int elements = draw.below(4) + 1;
            put("writes", "writes:" + thread + ":" + values.uuid(draw), values.writes(elements, draw), DAY_SECONDS);
            truth.count("writes", "elements", elements);
            truth.count("writes", "legacy", thread.matches("[0-9]+") ? 1 : 0);
        }
    }

    /** Keys of their own, and now and then one whose key is gone and of which only the list of all still knows. */
    private void feedback(String form, int many, Draw draw, boolean orphaned) throws IOException {
        for (int i = 0; i <= many; i++) {
            boolean hasKey = i < many;
            if (hasKey || draw.chance(0.3)) {
                // No two of one person at the same time.
                long at = values.millisAgo(draw, FEEDBACK_SECONDS) / 10 * 10 + i;
                String json = values.feedback(form, at, draw);
                remember(new Feedback(at, json, hasKey));
                if (hasKey) {
                    put("feedback", "feedback:" + form + ":" + at, json, FEEDBACK_SECONDS);
                    truth.count("feedback", "legacy", form.matches("\\+[0-9]+") ? 0 : 1);
                    truth.count("feedback", "orphans", orphaned ? 1 : 0);
                }
            }
        }
    }

    private void remember(Feedback feedback) {
        recent.add(feedback);
        if (recent.size() > RECENT_MAX) {
            recent.poll();
        }
    }

    private void usage(String phone, List<String> forms, String zone, Draw draw) throws IOException {
        TreeSet<LocalDate> days = new TreeSet<>();
        if (draw.chance(0.25)) {
            days.add(counter("feedback_count", phone, forms, ZoneOffset.UTC, draw));
        }
        if (draw.chance(0.4)) {
            days.add(counter("conversation_count", phone, forms, ZoneId.of(zone), draw));
        }
        truth.count("usage", "days", days.size());
    }

    private LocalDate counter(String name, String phone, List<String> forms, ZoneId zone, Draw draw)
            throws IOException {
        LocalDate day = now.minusSeconds(draw.below(DAY_SECONDS)).atZone(zone).toLocalDate();
        boolean all = draw.chance(0.4);
        List<String> counted = all ? forms : List.of(draw.pick(forms));
        for (String form : counted) {
            int count = draw.below(9) + 1;
            put(name, name + ":" + form + ":" + day, String.valueOf(count), DAY_SECONDS);
            truth.count(name, "legacy", form.equals(phone) ? 0 : 1);
            truth.count(name, "sum", count);
        }
        truth.count(name, "collisions", counted.size() - 1);
        return day;
    }

    /** What somebody left behind who is no subscriber any more. */
    private void orphan(Draw draw, int number) throws IOException {
        String phone = phone(phones - 1);
        String bare = phone.substring(1);
        int kind = number % 3;
        if (kind == 0) {
            checkpoint(bare, draw);
            truth.count("checkpoint", "legacy", 1);
            truth.count("checkpoint", "orphans", 1);
            writes(bare, 1, draw);
        }
        if (kind == 1) {
            feedback(draw.chance(0.5) ? phone : bare, 1 + draw.below(2), draw, true);
        }
        if (kind == 2) {
            counter("feedback_count", phone, List.of(phone), ZoneOffset.UTC, draw);
            counter("conversation_count", phone, List.of(bare), ZoneOffset.UTC, draw);
            truth.count("feedback_count", "orphans", 1);
            truth.count("conversation_count", "orphans", 1);
        }
    }

    /** Threads that are no phones, though some have digits in them, and colons. */
    private void freeText(Draw draw, int number) throws IOException {
        String thread = List.of("group:berlin:", "test-", "Küchengespräch ", "demo 2026: ")
                        .get(number % 4)
                + number;
        checkpoint(thread, draw);
        truth.count("checkpoint", "free text", 1);
        writes(thread, 1 + draw.below(2), draw);
    }

    private void onboarding(Draw draw) throws IOException {
        String phone = phone(phones - 1);
        put("onboarding", "onboarding:" + phone, values.onboarding(phone, draw), DAY_SECONDS);
    }

    /** One of each thing that no table can take. */
    private void bad(Draw draw, int number) throws IOException {
        String phone = phone(phones - 1);
        String day = now.atZone(ZoneOffset.UTC).toLocalDate().toString();
        bad("subscriber", phone, "not json", "subscriber since 2024", 0);
        String whole = values.subscriber(phone(phones), "", now.toEpochMilli(), draw);
        phones++;
        bad("subscriber", phone(phones - 1), "no signedUpAt", whole.replace("signedUpAt", "signedUp"), 0);
        String checkpoint = values.checkpoint(0, draw).json();
        bad("checkpoint", phone, "not json", checkpoint.substring(0, 2_000), CHECKPOINT_SECONDS);
        String nameless = checkpoint.replaceFirst("\"id\":\"[^\"]*\",", "");
        bad("checkpoint", phone(phones - 1), "no id", nameless, CHECKPOINT_SECONDS);
        bad("writes", phone + ":" + values.uuid(draw), "not json", "[[\"messages\",", DAY_SECONDS);
        bad("feedback", phone(number) + ":" + (now.toEpochMilli() + 1), "not json", "thank you", FEEDBACK_SECONDS);
        bad("feedback_count", phone(number) + ":2026-01-01", "too big", "9" + "0".repeat(30), DAY_SECONDS);
        bad("conversation_count", phone(number) + ":2026-01-01", "not a number", "many", DAY_SECONDS);
        if (number == 0) {
            bad("conversation_count", ":" + day, "empty phone", "3", DAY_SECONDS);
            bad("whatsapp:msgid", "", "empty id", "1", MESSAGE_SECONDS);
        }
    }

    private void bad(String pattern, String id, String reason, String value, int seconds) throws IOException {
        put(pattern, pattern + ":" + id, value, seconds);
        truth.count(pattern, "bad", 1);
        truth.count(pattern, "bad: " + reason, 1);
    }

    /** Keys of other programs, of other types, and of names that are no text. */
    private void oddities(Draw draw) throws IOException {
        redis.send("HSET", "config:flags", List.of("digests", "on", "voice", "off"));
        redis.send("ZADD", "queue:push", List.of("1795201200", phone(0), "1795204800.5", phone(1)));
        redis.send("SADD", "stats:languages", Values.LANGUAGES);
        redis.send("XADD", "events:inbound", List.of("1795201200000-0", "kind", "message", "text", values.text(draw)));
        redis.send("HSET", "subscriber:" + phone(phones), List.of("name", "kept as a hash"));
        redis.send("SET", "feedback:" + phone(0) + ":yesterday", List.of("{}"));
        redis.sendBytes(new byte[] {(byte) 0xff, (byte) 0xfe, ':', 0, 7}, new byte[] {(byte) 0x89, 'P', 0, 'G'});
        for (int i = 0; i < 7; i++) {
            truth.key("other", 0);
        }
    }

    /** Newest first. It repeats what has a key, and holds what has none any more. */
    private void feedbackOfAll() throws IOException {
        List<Feedback> newestFirst = recent.stream().sorted().toList().reversed();
        redis.send(
                "RPUSH",
                "feedback:all",
                newestFirst.stream().map(Feedback::json).toList());
        truth.key("feedback:all", 0);
        truth.count("feedback:all", "elements", newestFirst.size());
        long repeated = newestFirst.stream().filter(Feedback::hasKey).count();
        truth.count("feedback:all", "repeated", repeated);
        truth.count("feedback:all", "outlived", newestFirst.size() - repeated);
    }

    private void put(String pattern, String key, String value, int seconds) throws IOException {
        redis.send("SET", key, seconds == 0 ? List.of(value) : List.of(value, "EX", String.valueOf(seconds)));
        truth.key(pattern, seconds);
    }
}
