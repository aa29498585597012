package sluice.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.benchmarks.endtoend.DataSet.Facts;
import sluice.benchmarks.endtoend.Program.Place;

/** Runs contestants in turn, round after round, each in an empty folder. */
final class Series {
    private final DataSets dataSets;
    private final Path workFolder;
    private final int warmUps;
    private final int rounds;

    Series(DataSets dataSets, Path workFolder, int warmUps, int rounds) {
        this.dataSets = dataSets;
        this.workFolder = workFolder.toAbsolutePath();
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    /** @param warmUpKeys most keys in an uncounted run */
    Results run(List<Contestant> contestants, long warmUpKeys) {
        Results results = new Results();
        for (int round = 1 - warmUps; round <= rounds; round++) {
            for (Contestant contestant : contestants) {
                if (round > 0) {
                    results.add(contestant, dataSets.facts(contestant.data()), run(round, contestant));
                } else {
                    run(round, contestant.withKeysAtMost(warmUpKeys));
                }
            }
        }
        return results;
    }

    private Run run(int round, Contestant contestant) {
        Run run = run(contestant, dataSets.facts(contestant.data()));
        say(round, contestant, run);
        return run;
    }

    private void say(int round, Contestant contestant, Run run) {
        System.err.println(String.format(
                Locale.ROOT,
                "%-8s %-44s %8.3f s  cpu %7.2f s  peak %6.0f MiB  %s",
                round > 0 ? round + "/" + rounds : "warm-up",
                contestant,
                run.seconds(),
                run.cpuSeconds(),
                run.peakMib(),
                run.details()));
    }

    private Run run(Contestant contestant, Facts facts) {
        Path folder = emptyFolder();
        try {
            if (!contestant.live()) {
                String file = dataSets.file(contestant.data()).toString();
                return contestant.program().run(new Place(file, facts, folder));
            }
            RedisServer server = dataSets.server(contestant.data());
            double before = serverCpuSeconds(server);
            Run run = contestant.program().run(new Place(server.uri(), facts, folder));
            return run.withServerCpu(serverCpuSeconds(server) - before);
        } catch (RuntimeException failure) {
            throw new IllegalStateException(contestant + ": " + failure.getMessage(), failure);
        } finally {
            delete(folder);
        }
    }

    private static double serverCpuSeconds(RedisServer server) {
        try (Resp client = server.client()) {
            return client.text("INFO", "cpu")
                    .lines()
                    .filter(line -> line.matches("used_cpu_(user|sys):.*"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                    .sum();
        }
    }

    private Path emptyFolder() {
        try {
            Files.createDirectories(workFolder);
            return Files.createTempDirectory(workFolder, "run");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Before the system has written it to the disk, so that the next run need not share the disk with it. */
    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
