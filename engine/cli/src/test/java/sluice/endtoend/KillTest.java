package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed at any moment of any phase, as often as you like, and is then resumed by the same command
 * leaves what an undisturbed one would. {@code engine/cli/kills --kills 1000} runs more of it; {@code --seed} replays.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("sluice.kills", 20);
    /** Migrations beyond the kills asked for, where a moment was aimed at and missed. */
    private static final int MORE = 30;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final KillCount count = new KillCount();
    private final List<String> failures = new ArrayList<>();

    @Test
    void survivesKillsAtEveryMoment() throws Exception {
        long seed = Long.getLong("sluice.seed", System.nanoTime() >>> 10);
        int more = KILLS < 10 ? 0 : MORE;
        try (KillGround ground = new KillGround(folder)) {
            while (count.kills() < KILLS || (more-- > 0 && !count.hasEveryMoment())) {
                migrate(ground, seed++);
            }
        }

        System.out.printf("%nkills, seeds up to %d:%n%s%n", seed - 1, count);
        assertThat(failures).as("kept in %s", folder).isEmpty();
        assertThat(count.hasEveryMoment() || KILLS < 10).as("%s", count).isTrue();
    }

    private void migrate(KillGround ground, long seed) throws IOException {
        Path own = Files.createDirectories(folder.resolve("seed-" + seed));
        Choices choices = Choices.of(seed);
        try {
            new KilledMigration(ground, choices, own, count).run();
            delete(own);
        } catch (Exception | AssertionError broken) {
            String failure = choices + ": " + broken + "; replay with engine/cli/kills --kills 1 --seed " + seed;
            System.out.println(failure);
            failures.add(failure);
        }
        count.count("migrations", 1);
        count.count("migrations from a " + (choices.live() ? "server" : "file") + " into " + choices.layout(), 1);
        count.count("migrations verified " + choices.verify(), 1);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
