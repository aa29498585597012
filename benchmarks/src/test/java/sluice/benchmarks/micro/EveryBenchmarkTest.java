package sluice.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark in this process: the figures mean nothing, but none rots. */
class EveryBenchmarkTest {
    private static final String ALL = "^sluice\\.(benchmarks\\.micro|adapters)\\.";
    private static final String WITH_A_NEW_FILE_EACH_TIME = "\\.(Append|Index|Sink)Benchmark\\.";

    /** Others may be measuring on this machine at the same time. */
    @BeforeAll
    static void runBesideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyBenchmarkRunsAndFindsItsDataRight() throws RunnerException {
        Set<String> ran = new TreeSet<>();

        ran.addAll(run(options(1).include(ALL).exclude(WITH_A_NEW_FILE_EACH_TIME)));
        ran.addAll(run(options(2).include(WITH_A_NEW_FILE_EACH_TIME).param("layout", "native")));

        assertThat(ran).isEqualTo(declared()).hasSizeGreaterThan(20);
    }

    private static ChainedOptionsBuilder options(int iterations) {
        return new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(iterations)
                .shouldFailOnError(true)
                .shouldDoGC(false)
                .verbosity(VerboseMode.SILENT)
                .param("pageBytes", "8192")
                .param("cacheKib", "8000")
                .param("rowsEach", "64")
                .param("length", "100")
                .param("data", "mix");
    }

    private static Set<String> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build())
                .run().stream().map(result -> result.getParams().getBenchmark()).collect(Collectors.toSet());
    }

    private static Set<String> declared() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
                .map(BenchmarkListEntry::getUsername)
                .filter(name -> name.matches(ALL + ".*"))
                .collect(Collectors.toSet());
    }
}
