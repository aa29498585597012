package sluice.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sluice.benchmarks.endtoend.ProcessMeter.Measured;
import sluice.benchmarks.scripts.Script;

/** What people write by hand: from a live server into one table, a row a key. */
sealed interface ScriptProgram extends Program {
    List<String> command(Place place);

    @Override
    default Run run(Place place) {
        Measured measured = ProcessMeter.run(command(place), place.folder()).succeeded();
        ResultFile result = new ResultFile(place.database());
        long rows = result.checkedRows("kv", place.facts());
        return new Run(
                measured.seconds(), measured.cpuSeconds(), 0, measured.peakMib(), rows, result.bytes(), Map.of());
    }

    /** In Java, with Lettuce and sqlite-jdbc. */
    record InJava(String style) implements ScriptProgram {
        @Override
        public List<String> command(Place place) {
            return Jvm.command(Script.class.getName(), List.of(), style, place.source(), place.database());
        }
    }

    /** In Node, with ioredis and libsql. */
    record InNode(Path script, String style) implements ScriptProgram {
        @Override
        public List<String> command(Place place) {
            return List.of(
                    "node",
                    script.toString(),
                    style,
                    place.source(),
                    place.database().toString());
        }
    }
}
