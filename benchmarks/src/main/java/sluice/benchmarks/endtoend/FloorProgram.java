package sluice.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.benchmarks.endtoend.ProcessMeter.Measured;
import sluice.benchmarks.floor.Floor;

/**
 * The bare loader. What it spends on reading its rows into memory is taken off, and so is what the system spends on
 * taking that memory back after the loader has said that it is done.
 */
sealed interface FloorProgram extends Program {
    /** The command, without the place of the result. */
    List<String> command(Place place);

    @Override
    default Run run(Place place) {
        Measured measured = ProcessMeter.run(command(place), place.folder()).succeeded();
        JsonNode said = Json.parse(measured.out());
        double seconds = said.path("end").asDouble()
                - measured.begunAt()
                - said.path("held").asDouble();
        double cpuSeconds =
                Math.max(0, measured.cpuSeconds() - said.path("heldCpu").asDouble());
        ResultFile result = new ResultFile(place.database());
        long sqlRows = result.checkedRows("redis_key", place.facts());
        if (sqlRows != place.facts().sqlRows()) {
            throw new IllegalStateException(
                    "the floor holds " + sqlRows + " of " + place.facts().sqlRows() + " rows");
        }
        Map<String, Double> details = Map.of(
                "landSeconds", said.path("land").asDouble(),
                "indexSeconds", said.path("index").asDouble(),
                "heldSeconds", said.path("held").asDouble());
        return new Run(seconds, cpuSeconds, 0, measured.peakMib(), sqlRows, result.bytes(), details);
    }

    /** In Java, through the driver that Sluice uses, and with an archive of its classes as Sluice has one. */
    record InJava(Path workFolder, int rows) implements FloorProgram {
        private static final int FIRST_WITH_PROFILES = 25;

        @Override
        public List<String> command(Place place) {
            List<String> options = options();
            if (Jvm.runsFromOneJar()) {
                Path archive = workFolder.resolve("floor.archive");
                if (Jvm.isOutdated(archive)) {
                    train(place, archive);
                }
                options.add((hasProfiles() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
            }
            return Jvm.command(Floor.class.getName(), options, rows, place.source(), place.database());
        }

        private static List<String> options() {
            return new ArrayList<>(
                    List.of("-Xmx" + (Jvm.memoryBytes() >> 20) * 3 / 4 + "m", "-XX:+UseSerialGC", "-Xlog:disable"));
        }

        private static boolean hasProfiles() {
            return Runtime.version().feature() >= FIRST_WITH_PROFILES;
        }

        private void train(Place place, Path archive) {
            List<String> options = options();
            options.add((hasProfiles() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
            Path result = place.folder().resolve("training.db");
            ProcessMeter.run(Jvm.command(Floor.class.getName(), options, rows, place.source(), result), place.folder())
                    .succeeded();
        }
    }

    /** In C, through the library of the system. */
    record InC(Path executable, int rows) implements FloorProgram {
        @Override
        public List<String> command(Place place) {
            return List.of(
                    executable.toString(),
                    flatFile(place).toString(),
                    place.database().toString());
        }

        /** The rows, written down beside the RDB file when they are first asked for. */
        private Path flatFile(Place place) {
            Path flat = Path.of(place.source() + ".flat" + rows);
            if (!flat.toFile().exists()) {
                Path partial = Path.of(flat + ".partial");
                List<String> command =
                        Jvm.command(Floor.class.getName(), List.of(), rows, place.source(), "--flat", partial);
                ProcessMeter.run(command, place.folder()).succeeded();
                if (!partial.toFile().renameTo(flat.toFile())) {
                    throw new IllegalStateException("cannot name " + flat);
                }
            }
            return flat;
        }
    }
}
