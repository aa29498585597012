package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import sluice.endtoend.SinkWatch.Standing;

/** One migration: killed as often as its seed says, resumed by the same command, compared with an undisturbed one. */
final class KilledMigration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KillGround ground;
    private final Choices choices;
    private final Undisturbed undisturbed;
    private final Path folder;
    private final Path sink;
    private final Sluice sluice;
    private final KillCount count;
    private Standing standing = Standing.NONE;
    private boolean finished;
    private int openings;

    KilledMigration(KillGround ground, Choices choices, Path folder, KillCount count) throws IOException {
        this.ground = ground;
        this.choices = choices;
        this.undisturbed = ground.undisturbed(choices.live(), choices.layout());
        this.folder = folder;
        this.sink = folder.resolve("app.db");
        this.sluice = ground.sluice(folder);
        this.count = count;
    }

    void run() throws Exception {
        if (choices.fresh()) {
            String other = choices.layout().equals("native") ? "redka" : "native";
            Files.copy(ground.undisturbed(choices.live(), other).sink(), sink);
            standing = Victim.autopsy(sink);
        }
        if (choices.random().nextBoolean()) {
            Files.writeString(folder.resolve("report.json"), "{\"status\": \"an older one\"}");
        }
        for (Choices.Aim aim : choices.aims()) {
            if (!finished) {
                kill(aim);
            }
        }
        finish();
        assertThat(leftovers("")).as("what lies beside the sink").isEmpty();
        assertThat(leftovers("tmp/")).as("what lies in the temporary folder").hasSizeLessThanOrEqualTo(openings);
        assertSame(SinkContent.of(sink, choices.live()));
        assertBooks();
    }

    private void kill(Choices.Aim aim) throws Exception {
        try (Victim victim = start()) {
            long nanos = (long) (undisturbed.nanos(aim.moment()) * aim.when());
            if (!victim.reaches(aim.moment(), nanos)) {
                finished = !choices.fresh();
                count.count("runs that ended before their kill", 1);
                return;
            }
            if (aim.withServer()) {
                ground.server().kill();
            }
            Moment hit = victim.kill();
            if (aim.withServer()) {
                ground.server().restart();
            }
            count.killed(aim, hit, !standing.run().isEmpty(), victim.tornFrames() > 0);
            openings += hit == Moment.OPENING || choices.fresh() ? 1 : 0;
            finished = hit == Moment.REPORTING && !choices.fresh();
        }
        standing = Victim.autopsy(sink);
    }

    private Victim start() {
        return new Victim(sluice.start(Map.of(), command()), sink, folder.resolve("report.json"), standing);
    }

    private String[] command() {
        List<String> command = ground.command(choices.live(), choices.layout());
        command.addAll(List.of("--verify", choices.verify()));
        command.addAll(List.of("--report", "report.json", "--rate", KillGround.RATE));
        command.addAll(choices.options());
        if (choices.fresh()) {
            command.add("--fresh");
        }
        return command.toArray(String[]::new);
    }

    /** The same command once more; where a killed process had finished the run it has nothing left to do. */
    private void finish() {
        Sluice.Running last = sluice.start(Map.of(), command());
        try (Victim watched = new Victim(last, sink, folder.resolve("report.json"), standing)) {
            watched.until(() -> false);
        }
        Sluice.Ended ended = last.await();
        if (finished) {
            ended.exits(2).complains("has finished");
        } else {
            ended.exits(undisturbed.exitCode());
        }
    }

    /** Of what should not be there, in this folder; one who dies while it unpacks a library leaves that for an hour. */
    private List<String> leftovers(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.matches("app\\.db|report\\.json|tmp|(out|err)-\\d+"))
                    .toList();
        }
    }

    private void assertSame(List<String> content) {
        List<String> expected = undisturbed.content();
        if (!content.equals(expected)) {
            throw new AssertionError(content.size() + " lines instead of " + expected.size() + "; missing "
                    + lacking(expected, content) + "; extra " + lacking(content, expected));
        }
    }

    private static List<String> lacking(List<String> lines, List<String> others) {
        Set<String> known = Set.copyOf(others);
        return lines.stream()
                .filter(line -> !known.contains(line))
                .limit(3)
                .map(line -> line.substring(0, Math.min(line.length(), 200)))
                .toList();
    }

    private void assertBooks() throws Exception {
        JsonNode report = JSON.readTree(SinkContent.report(sink));
        JsonNode expected = JSON.readTree(SinkContent.report(undisturbed.sink()));
        assertThat(report.get("status").asText()).isEqualTo(choices.verify().equals("none") ? "copied" : "verified");
        for (String book : List.of("written", "rejected", "expired")) {
            assertThat(report.at("/rows/" + book)).as(book).isEqualTo(expected.at("/rows/" + book));
        }
        if (!choices.live()) {
            assertThat(report.get("rows")).isEqualTo(expected.get("rows"));
        }
        assertThat(report.get("keyspaces")).hasSameSizeAs(expected.get("keyspaces"));
        assertThat(report.at("/seal/integrity").asText()).isEqualTo("ok");
        assertThat(report.get("resumed").asBoolean())
                .isEqualTo(report.get("attempts").asInt() > 1);
        if (!finished) {
            assertThat(sluice.report("report.json")).isEqualTo(report);
        }
    }
}
