package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.fuzz.Damage;
import sluice.adapters.contract.fuzz.Edit;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.adapters.rdb.HostileReading.Outcome;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** Files with damage of every sort. Inputs that show something new are damaged further. */
class HostileFilesTest {
    private static final int KEPT_MAX = 2000;
    private static final int EDITS_MAX = 4;
    private static final int[] BATCH_ROWS = {1, 2, 7, 1000};

    @TempDir
    Path folder;

    private final List<Subject> subjects = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Truth> truths = new HashMap<>();

    @Test
    void takesDamagedFilesOfEveryEncodingAsWhatTheyAre() {
        HostileBases.files().forEach(file -> subjects.add(new Subject(file, List.of())));

        Fuzzing fuzzing = Fuzzing.of("damaged small files", 4_000);
        fuzzing.run(this::damaged);

        assertThat(fuzzing.kinds()).isPositive();
    }

    @Test
    void takesDamagedFilesOfServersAsWhatTheyAre() throws IOException {
        for (RedisBinary leg : RedisBinary.legs()) {
            try (RedisServer server = RedisServer.start(leg);
                    Resp redis = server.client()) {
                TestKeyspace.small().fill(redis);
                subjects.add(new Subject(Files.readAllBytes(server.save()), List.of()));
            }
        }

        Fuzzing.of("damaged files of servers", 15).run(this::damaged);
    }

    @Test
    void saysOfEverySmallFileThatItIsCutAtEveryOffset() throws IOException {
        int cuts = 0;
        for (byte[] whole : HostileBases.files()) {
            Truth truth = truth(whole, 1000);
            for (int length = 0; length < whole.length; length++, cuts++) {
                Outcome outcome = read(Arrays.copyOf(whole, length), 1000, new Random(length));

                assertThat(outcome.fault()).as("cut at %d", length).isNotNull();
                assertThat(outcome.before(length, truth.begins)).isEqualTo(truth.outcome.before(length, truth.begins));
            }
        }
        System.out.printf("files cut at every offset: %,d%n", cuts);
    }

    /** A value packed into one string is all that its damage costs. */
    @Test
    void losesOnlyTheKeyWhosePackedValueIsDamaged() {
        List<HostileBases.Packed> values = HostileBases.packedValues();

        Fuzzing.of("damaged packed values", 3_000).run(random -> {
            HostileBases.Packed value = values.get(random.nextInt(values.size()));
            Damage damage = new Damage(random);
            byte[] blob = value.blob().clone();
            for (int i = random.nextInt(EDITS_MAX); i >= 0; i--) {
                blob = damage.draw(
                                blob, values.get(random.nextInt(values.size())).blob())
                        .apply(blob);
            }
            RdbBytes file = new RdbBytes(12).text("before", "1");
            value.with(blob, random.nextInt(4) > 0).addTo(file);
            byte[] content = file.text("behind", "2").closed();

            Outcome outcome = read(content, BATCH_ROWS[random.nextInt(BATCH_ROWS.length)], random);

            String hex = HexFormat.of().formatHex(content);
            assertThat(outcome.fault()).as(hex).isNull();
            List<Row> rows = outcome.reading().rows();
            assertThat(text(rows.getFirst())).as(hex).isEqualTo("before=1");
            assertThat(text(rows.getLast())).as(hex).isEqualTo("behind=2");
            assertThat(outcome.reading().batches().stream()
                            .mapToLong(batch -> batch.closedRows() + batch.expired())
                            .sum())
                    .as(hex)
                    .isEqualTo(3);
            return outcome.kind();
        });
    }

    private static String text(Row row) {
        return row.value() instanceof Value.StringValue string
                ? row.key() + "=" + new String(string.content(), StandardCharsets.ISO_8859_1)
                : String.valueOf(row.value());
    }

    private String damaged(Random random) throws IOException {
        Subject subject = subjects.get(random.nextInt(subjects.size()));
        byte[] other = subjects.get(random.nextInt(subjects.size())).content();
        Damage damage = new Damage(random);
        byte[] content = subject.content();
        List<Edit> edits = new ArrayList<>(subject.edits);
        for (int i = random.nextInt(EDITS_MAX); i >= 0; i--) {
            Edit edit = damage.draw(content, other);
            edits.add(edit);
            content = edit.apply(content);
        }
        boolean mended = random.nextInt(5) > 0;
        if (mended) {
            RdbBytes.mend(content);
        }
        int batchRows = BATCH_ROWS[random.nextInt(BATCH_ROWS.length)];
        try {
            return judged(new Subject(subject.base, edits), content, mended, batchRows, random);
        } catch (RuntimeException | AssertionError | IOException wrong) {
            throw new AssertionError(kept(edits, content) + ": " + wrong, wrong);
        }
    }

    private String judged(Subject subject, byte[] content, boolean mended, int batchRows, Random random)
            throws IOException {
        Outcome outcome = read(content, batchRows, random);
        Truth truth = truth(subject.base, batchRows);
        int first = Math.min(Edit.firstOf(subject.edits), content.length - (mended ? Long.BYTES : 0));
        if (first >= 9) {
            assertThat(outcome.before(first, truth.begins)).isEqualTo(truth.outcome.before(first, truth.begins));
        }
        if (!mended && !Arrays.equals(content, subject.base) && hasChecksum(subject.base) && hasChecksum(content)) {
            assertThat(outcome.fault()).as("damage is told in the end").isNotNull();
        }
        if (random.nextInt(8) == 0) {
            Outcome again = read(content, batchRows, random);
            assertThat(again.rows()).isEqualTo(outcome.rows());
            assertThat(again.reading().why()).isEqualTo(outcome.reading().why());
        }
        String kind = outcome.kind();
        if (subjects.size() < KEPT_MAX && seen.add(Fuzzing.kindOf(kind)) && content.length < 1 << 14) {
            subjects.add(subject);
        }
        return kind;
    }

    /** Files from version 5 on end with a checksum; one of zero says that none was made. */
    private static boolean hasChecksum(byte[] file) {
        return file.length >= 9 && new String(file, 5, 4, StandardCharsets.ISO_8859_1).compareTo("0005") >= 0;
    }

    private Truth truth(byte[] base, int batchRows) throws IOException {
        String name = Arrays.hashCode(base) + ":" + batchRows;
        Truth known = truths.get(name);
        if (known == null) {
            known = Truth.of(read(base, batchRows, new Random(0)));
            truths.put(name, known);
        }
        return known;
    }

    private Outcome read(byte[] content, int batchRows, Random random) throws IOException {
        Path file = folder.resolve("hostile.rdb");
        SourceSettings settings = new SourceSettings(file.toString(), null, null, null, batchRows, 1 << 20, 0);
        return HostileReading.of(file, content, settings, random);
    }

    private String kept(List<Edit> edits, byte[] content) throws IOException {
        Path kept = Files.write(Files.createTempFile("sluice-hostile", ".rdb"), content);
        return "edits " + edits + ", the file is kept as " + kept
                + (content.length < 4096 ? ", " + HexFormat.of().formatHex(content) : "");
    }

    /** A valid file, and what was done to it so far. */
    private record Subject(byte[] base, List<Edit> edits) {
        byte[] content() {
            return Edit.applyAll(base, edits);
        }
    }

    /** What a valid file holds, and where its keys begin; the last one ends where the checksum does. */
    private record Truth(Outcome outcome, List<Long> begins) {
        static Truth of(Outcome outcome) {
            MigrationException fault = outcome.fault();
            assertThat(fault).isNull();
            List<Long> begins = new ArrayList<>(outcome.reading().rows().stream()
                    .map(Row::origin)
                    .distinct()
                    .toList());
            begins.add((long) outcome.content().length);
            return new Truth(outcome, begins);
        }
    }
}
