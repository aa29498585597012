package sluice.benchmarks.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code benchmarks/endtoend}: makes its data, runs whole processes in turn, and writes down what came. */
@Command(
        name = "endtoend",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs Sluice and what it is measured against in turn, as whole processes.")
public final class EndToEnd implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--suite",
            defaultValue = "speed",
            description = "speed (default), growth, memory, resume, start, estimate")
    private SuiteName suite;

    @Option(names = "--set", split = ",", description = "strings, mix, biglist")
    private @Nullable List<DataSet.Kind> sets;

    @Option(names = "--size", split = ",", converter = Size.class, description = "how many keys: 100k, 1m, 10m, ...")
    private @Nullable List<Long> sizes;

    @Option(names = "--source", split = ",", description = "rdb, live")
    private @Nullable List<String> sources;

    @Option(
            names = "--layout",
            split = ",",
            defaultValue = "native",
            description = "native (default), redka, document, mapped")
    private List<String> layouts;

    @Option(names = "--verify", split = ",", description = "none, sample, full")
    private @Nullable List<String> verifies;

    @Option(
            names = "--contestants",
            split = ",",
            defaultValue = "all",
            description = "all (default), or some of: sluice, floor-java, floor-c, java-naive, java-pipelined,"
                    + " node-naive, node-pipelined, batch-tool")
    private List<String> contestants;

    @Option(names = "--runs", description = "counted runs of each (default: 5; memory: 1)")
    private @Nullable Integer runs;

    @Option(names = "--warm-ups", defaultValue = "1", description = "uncounted ones before (default: ${DEFAULT-VALUE})")
    private int warmUps;

    @Option(
            names = "--naive-keys",
            converter = Size.class,
            defaultValue = "200k",
            description = "most keys for the naive scripts (default: ${DEFAULT-VALUE})")
    private long naiveKeys;

    @Option(
            names = "--floor-rows",
            defaultValue = "512",
            description = "rows a statement of the floors, at most 1024 (default: ${DEFAULT-VALUE}, the fastest)")
    private int floorRows;

    @Option(names = "--seed", defaultValue = "42", description = "of the data (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--launcher",
            description = "NAME=PATH of a Sluice to measure, repeatable, to compare versions (default: this one)")
    private Map<String, Path> launchers = new LinkedHashMap<>();

    @Option(names = "--data", description = "where data sets are kept (default: target/data)")
    private @Nullable Path data;

    @Option(names = "--work", description = "where runs leave their files (default: target/endtoend)")
    private @Nullable Path work;

    @Option(names = "--server", description = "the redis-server to use (default: the one on the PATH)")
    private @Nullable Path server;

    @Option(names = "--results", description = "where named results are written (default: benchmarks/results)")
    private @Nullable Path resultsFolder;

    @Option(names = "--name", description = "write the results down, as DATE-NAME.json and DATE-NAME.md")
    private @Nullable String name;

    private String[] arguments = {};

    private EndToEnd() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** The exit code: 0 when every run was what it should be, whatever the figures. */
    static int run(String... arguments) {
        EndToEnd command = new EndToEnd();
        command.arguments = arguments;
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("endtoend: " + failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        Path home =
                Path.of(System.getProperty("sluice.benchmarks", "benchmarks")).toAbsolutePath();
        Path workFolder = work == null ? home.resolve("target/endtoend") : work;
        Path redis = server == null ? onPath("redis-server") : server;
        if (launchers.isEmpty()) {
            launchers.put("sluice", home.resolveSibling("sluice"));
        }
        Roster roster = new Roster(home, workFolder, launchers, floorRows);
        SuiteName.Defaults defaults = suite.defaults();
        int rounds = runs == null ? defaults.runs() : runs;
        Map<String, String> machine = Surroundings.machine();
        Suite chosen = defaults.maker().apply(choice(defaults));
        try (DataSets dataSets = new DataSets(data == null ? home.resolve("target/data") : data, redis)) {
            Results results = new Series(dataSets, workFolder, warmUps, rounds)
                    .run(chosen.contestants(roster), chosen.warmUpKeys());
            Account account = new Account(
                    LocalDate.now(ZoneOffset.UTC).toString(),
                    shownCommand(),
                    warmUps,
                    rounds,
                    machine,
                    Surroundings.versions(home, redis),
                    roster.notes(),
                    results,
                    chosen.judge(results));
            System.out.println(account.markdown(name == null ? suite.toString() : name));
            if (name != null) {
                account.write(resultsFolder == null ? home.resolve("results") : resultsFolder, name);
            }
        }
        return 0;
    }

    private Choice choice(SuiteName.Defaults defaults) {
        return new Choice(
                orElse(sets, defaults.sets()),
                orElse(sizes, defaults.sizes()),
                orElse(sources, defaults.sources()),
                layouts,
                orElse(verifies, List.of(defaults.verify())),
                contestants,
                naiveKeys,
                seed);
    }

    private static <T> List<T> orElse(@Nullable List<T> chosen, List<T> otherwise) {
        return chosen == null ? otherwise : chosen;
    }

    /** Paths of this machine are nobody's business. */
    private String shownCommand() {
        return Stream.concat(Stream.of("benchmarks/endtoend"), Arrays.stream(arguments))
                .map(word -> word.replaceAll("(^|=)/.*/", "$1…/"))
                .collect(Collectors.joining(" "));
    }

    private Path onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(), "there is no " + program + " on the PATH; name one with --server"));
    }
}
