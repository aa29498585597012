package sluice.engine.mapping.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClustersTest {
    private static final long SEED = 20261121;

    private final Random random = new Random(SEED);
    private final List<String> names = new ArrayList<>();

    @Test
    void findsTheKeyspaceOfALanguageTutor() {
        for (int i = 0; i < 500; i++) {
            String phone = "+49170" + (1_000_000 + random.nextInt(9_000_000));
            String bare = i % 5 == 0 ? phone.substring(1) : phone;
            long at = 1_763_000_000_000L + random.nextInt(1_000_000_000);
            names.add("subscriber:" + bare);
            names.add("checkpoint:" + (i % 20 == 0 ? "thread of " + word() : bare));
            names.add("writes:" + bare + ":" + uuid());
            names.add("feedback:" + phone + ":" + at);
            names.add("feedback_count:" + phone + ":2026-11-" + (10 + i % 20));
            names.add("conversation_count:" + phone + ":2026-11-" + (10 + i % 20));
            names.add("whatsapp:msgid:" + Long.toString(random.nextLong(Long.MAX_VALUE), 36));
            names.add("user_digests:" + phone);
        }
        for (int i = 0; i < 4; i++) {
            names.add("whatsapp:throttle:+4917000000" + i + "0");
            names.add("onboarding:+4917000000" + i + "0");
        }
        names.add("feedback:all");

        assertThat(patterns())
                .containsExactlyInAnyOrder(
                        "subscriber:{phone:word}",
                        "checkpoint:{phone:word}",
                        "writes:{phone:word}:{uuid:uuid}",
                        "feedback:all",
                        "feedback:{phone:word}:{at:digits}",
                        "feedback_count:{phone:word}:{date:date}",
                        "conversation_count:{phone:word}:{date:date}",
                        "whatsapp:msgid:{id:word}",
                        "whatsapp:throttle:{phone:word}",
                        "user_digests:{phone:word}",
                        "onboarding:{phone:word}")
                .containsSubsequence("feedback:all", "feedback:{phone:word}:{at:digits}");
    }

    @Test
    void takesNamesOfPeopleForIdsWhatFollowsThemForConstants() {
        for (int i = 0; i < 300; i++) {
            String person = word();
            names.add("user:" + person + ":cart");
            names.add("user:" + person + ":settings");
        }

        assertThat(patterns()).containsExactly("user:{id:word}:settings", "user:{id:word}:cart");
    }

    @Test
    void keepsTheWordsThatManyNamesShare() {
        for (String entity : List.of("orders", "users", "carts", "items", "prices", "stock", "tags")) {
            for (int i = 0; i < 40; i++) {
                names.add("shop:" + entity + ":" + random.nextInt(100_000));
            }
        }

        assertThat(patterns()).hasSize(7).contains("shop:orders:{id:digits}", "shop:tags:{id:digits}");
    }

    @Test
    void takesTenantsForIds() {
        for (int tenant = 0; tenant < 12; tenant++) {
            String name = word();
            for (int i = 0; i < 50; i++) {
                names.add(name + ":orders:" + random.nextInt(100_000));
                names.add(name + ":users:" + uuid());
            }
        }

        assertThat(patterns()).containsExactly("{id:word}:orders:{order_id:digits}", "{id:word}:users:{uuid:uuid}");
    }

    @Test
    void makesOneVariableOfIdsThatHoldSeparators() {
        for (int i = 0; i < 500; i++) {
            names.add("post:" + word() + (i % 2 == 0 ? "-" + word() : "") + (i % 3 == 0 ? "-" + word() : ""));
            names.add("thread:" + (i % 25 == 0 ? word() + ":" + word() : word()));
        }

        assertThat(patterns()).containsExactlyInAnyOrder("post:{id:word}", "thread:{id}");
    }

    @Test
    void namesTheSecondIdByTheWordBeforeIt() {
        for (int i = 0; i < 100; i++) {
            names.add("user:" + i + ":orders:" + random.nextInt(1_000) + "/" + random.nextInt(1_000));
        }

        assertThat(patterns()).containsExactly("user:{id:digits}:orders:{order_id:digits}/{order_id_2:digits}");
    }

    @Test
    void tellsConstantsOfDigitsFromIds() {
        for (int i = 0; i < 100; i++) {
            names.add("api:2:call:" + random.nextInt(1_000_000));
        }

        assertThat(patterns()).containsExactly("api:2:call:{id:digits}");
    }

    @Test
    void leavesAloneWhatHasNoStructure() {
        for (int i = 0; i < 1_000; i++) {
            names.add(word());
            names.add("user:" + i);
        }

        Clusters clusters = clusters();

        assertThat(clusters.patterns()).extracting(ClustersTest::text).containsExactly("user:{id:digits}");
        assertThat(clusters.rest()).isEqualTo(1_000);
    }

    @Test
    void acceptsAKeyspaceOfNothingButNumbers() {
        for (int i = 0; i < 100; i++) {
            names.add(uuid());
            names.add(String.valueOf(i));
        }

        assertThat(patterns()).containsExactlyInAnyOrder("{uuid:uuid}", "{id:digits}");
    }

    @Test
    void doesNotDependOnTheOrderOfNames() {
        for (int i = 0; i < 3_000; i++) {
            names.add(word().charAt(0) + ":" + word() + ":" + i % 7);
            names.add("user:" + word() + "_" + i);
        }
        List<String> first = patterns();
        Collections.shuffle(names, random);

        assertThat(patterns()).isEqualTo(first).isNotEmpty();
    }

    @Test
    void staysSmallAmongRandomShapes() {
        Shapes shapes = new Shapes();
        for (int i = 0; i < 100_000; i++) {
            shapes.add(bytes(word() + separator() + word() + separator() + word() + separator() + word()));
            shapes.add(bytes("user:" + i));
            byte[] noise = new byte[1 + random.nextInt(20)];
            random.nextBytes(noise);
            shapes.add(noise);
        }
        shapes.add(bytes("user:all"));

        assertThat(shapes.size()).isLessThanOrEqualTo(Shapes.MAX);
        assertThat(shapes.names()).isEqualTo(300_001);
        assertThat(Clusters.of(shapes).patterns())
                .extracting(ClustersTest::text)
                .contains("user:all", "user:{id:digits}")
                .hasSizeLessThan(20);
    }

    private char separator() {
        return ":/|.-_".charAt(random.nextInt(6));
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private List<String> patterns() {
        return clusters().patterns().stream().map(ClustersTest::text).toList();
    }

    private Clusters clusters() {
        Shapes shapes = new Shapes();
        names.forEach(name -> shapes.add(bytes(name)));
        return Clusters.of(shapes);
    }

    private static byte[] bytes(String name) {
        return name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(NamePattern pattern) {
        return pattern.text(CaptureNames.of(pattern));
    }
}
