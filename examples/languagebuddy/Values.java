import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The values, as the product writes them. */
record Values(Instant now) {
    static final List<String> ZONES = List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland");
    static final List<String> LANGUAGES = List.of("German", "Arabic", "Turkish", "Ukrainian", "English", "Tigrinya");
    private static final List<String> NAMES =
            List.of("Mara", "Yusuf", "Oksana", "Lê", "Zoë", "D'Angelo", "Söön", "Ana");
    private static final List<String> LEVELS = List.of("A1", "A2", "B1", "B2", "C1", "C2");
    private static final List<String> SKILLS = List.of("speaking", "listening", "grammar", "vocabulary", "writing");
    private static final List<String> STEPS = List.of("consent", "profile", "level");
    private static final List<String> TOLERANCES = List.of("exact", "normal", "forgiving");
    private static final List<String> MOODS = List.of("patient", "cheerful", "strict", "playful");
    private static final List<String> WORDS = List.of("""
        the a you I we they of and to in is that it was for on are with as his at be this have from or one had by
        but not what all were when there can an your which said if do schön über Straße naïve garçon niño привіт
        مرحبا 你好 🙂 \\"quoted\\" back\\\\slash new\\nline\
        """.split("\\s+"));
    private static final int[] WORD_BYTES = WORDS.stream()
            .mapToInt(word -> word.getBytes(StandardCharsets.UTF_8).length)
            .toArray();

    private static final int FLAT_BYTES = 4_760;
    private static final int ENVELOPE_BYTES = 420;
    private static final double GROWTH = 1.3922;

    record Checkpoint(String json, int depth) {}

    String subscriber(String phone, String zone, long seen, Draw draw) {
        long signedUp = Math.min(seen, millisAgo(draw, 900 * 86_400)) - 1;
        int streak = draw.below(60);
        String profile = """
            {"name":"%s",%s"speakingLanguages":[%s],"learningLanguages":[%s]}\
            """.formatted(
                        draw.pick(NAMES),
                        zone.isEmpty() ? "" : "\"timezone\":\"" + zone + "\",",
                        language(draw, 0),
                        language(draw, 2));
        String metadata = """
            {"digests":[%s],"personality":"%s",\
            "streakData":{"currentStreak":%d,"longestStreak":%d,"lastIncrement":"%s"},\
            "engagementScore":0.%d,"mistakeTolerance":"%s"}\
            """.formatted(
                        draw.chance(0.5) ? digest(draw) : "",
                        draw.pick(MOODS),
                        streak,
                        streak + draw.below(40),
                        time(seen),
                        draw.below(100),
                        draw.pick(TOLERANCES));
        return """
            {"connections":{"phone":"%s"},"profile":%s,"signedUpAt":"%s","lastActiveAt":"%s",\
            "nextPushMessageAt":"%s","isPremium":%s,%s"metadata":%s}\
            """.formatted(
                        phone,
                        profile,
                        time(signedUp),
                        time(seen),
                        time(seen + 86_400_000),
                        draw.chance(0.2),
                        draw.chance(0.05) ? "\"isTestUser\":true," : "",
                        metadata);
    }

    private String language(Draw draw, int assessed) {
        List<String> skills = new ArrayList<>();
        for (int i = 0; i < assessed; i++) {
            skills.add("""
                {"skill":"%s","level":"%s","confidence":0.%d,"lastAssessed":"%s","evidence":["%s"]}\
                """.formatted(SKILLS.get(i), draw.pick(LEVELS), draw.below(100), ago(draw, 86_400), text(draw)));
        }
        return """
            {"languageName":"%s","overallLevel":"%s","skillAssessments":[%s],"deficiencies":[%s],\
            "totalPracticeTime":%d}\
            """.formatted(
                        draw.pick(LANGUAGES),
                        draw.pick(LEVELS),
                        String.join(",", skills),
                        assessed == 0 ? "" : "{\"skill\":\"grammar\",\"severity\":\"minor\",\"examples\":[]}",
                        draw.below(9_000));
    }

    /** Each turn holds the messages of all earlier ones inside of its own: 4.6 kB flat, 351 kB after 13 turns. */
    Checkpoint checkpoint(int turns, Draw draw) {
        StringBuilder messages = new StringBuilder("[".repeat(turns + 1));
        double size = FLAT_BYTES;
        double before = ENVELOPE_BYTES;
        for (int turn = 0; turn <= turns; turn++) {
            messages.append(turn == 0 ? "" : ",");
            message(messages, "human", (int) (size - before) / 3, draw);
            messages.append(',');
            message(messages, "ai", (int) (size - before) * 2 / 3, draw);
            messages.append(']');
            before = size;
            size *= GROWTH;
        }
        String parent = """
            ,"parentConfig":{"configurable":{"checkpoint_ns":"","checkpoint_id":"%s"}}\
            """.formatted(uuid(draw));
        String json = """
            {"checkpoint":{"v":1,"id":"%s","ts":"%s","channel_values":{"messages":%s},\
            "channel_versions":{"__start__":2,"messages":%d},"versions_seen":{"agent":{"start:agent":2}}},\
            "metadata":{"source":"loop","step":%d,"parents":{}}%s}\
            """.formatted(
                        uuid(draw), ago(draw, 259_200), messages, turns + 3, turns, draw.chance(0.7) ? parent : "");
        return new Checkpoint(json, 6 + turns);
    }

    private void message(StringBuilder to, String type, int bytes, Draw draw) {
        to.append("{\"type\":\"")
                .append(type)
                .append("\",\"data\":{\"id\":\"")
                .append(uuid(draw))
                .append("\",\"content\":\"");
        int written = 84;
        while (written < bytes) {
            int word = draw.below(WORD_BYTES.length);
            to.append(WORDS.get(word)).append(' ');
            written += WORD_BYTES[word] + 1;
        }
        to.append("\"}}");
    }

    /** Of either of the two shapes that the product wrote over the years. */
    String writes(int elements, Draw draw) {
        boolean pairs = draw.chance(0.5);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < elements; i++) {
            String channel = i == 0 ? "messages" : "branch:to:" + draw.pick(SKILLS);
            String value = i == 0 ? "{\"content\":\"" + text(draw) + "\"}" : "null";
            written.add(
                    pairs
                            ? "[\"" + channel + "\"," + value + "]"
                            : "{\"channel\":\"" + channel + "\",\"type\":\"json\",\"value\":" + value + "}");
        }
        return "[" + String.join(",", written) + "]";
    }

    String feedback(String phone, long at, Draw draw) {
        return """
            {"phone":"%s","timestamp":"%s","rating":%d,"category":"%s","content":"%s"}\
            """.formatted(phone, time(at), draw.below(5) + 1, draw.pick(SKILLS), text(draw));
    }

    String digest(Draw draw) {
        return """
            {"topic":"%s","summary":"%s","timestamp":"%s"}\
            """.formatted(draw.pick(SKILLS), text(draw), ago(draw, 9_000_000));
    }

    String onboarding(String phone, Draw draw) {
        return """
            {"phone":"%s","gdprConsented":%s,"currentStep":"%s","tempData":{"name":"%s"}}\
            """.formatted(phone, draw.chance(0.7), draw.pick(STEPS), draw.pick(NAMES));
    }

    String messageId(Draw draw) {
        String hex = uuid(draw).replace("-", "");
        return draw.chance(0.8) ? "wamid.HBgN" + hex + "==" : "status:" + hex.substring(0, 8) + ":read";
    }

    String text(Draw draw) {
        return draw.pick(WORDS) + " " + draw.pick(WORDS) + " " + draw.pick(WORDS) + " " + draw.pick(WORDS);
    }

    String uuid(Draw draw) {
        return new UUID(draw.bits() & ~0xF000L | 0x6000L, draw.bits() >>> 2 | Long.MIN_VALUE).toString();
    }

    long millisAgo(Draw draw, long secondsMax) {
        return now.toEpochMilli() - draw.between(1, secondsMax * 1_000);
    }

    private String ago(Draw draw, long secondsMax) {
        return time(millisAgo(draw, secondsMax));
    }

    private static String time(long millis) {
        String text =
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
        return text.substring(0, 19) + String.format(Locale.ROOT, ".%03dZ", millis % 1_000);
    }
}
