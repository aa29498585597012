package sluice.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulation is worth: it finds mistakes that an engine could make, and names them. */
class PlantedBugsTest {
    @ParameterizedTest
    @CsvSource({
        "CHECKPOINT_BEFORE_ROWS, which is not durable",
        "STALE_ACK_ACCEPTED, an old acknowledgement was accepted",
        "LAST_BATCH_LOST, which is not durable",
        "RESUMES_ONE_BATCH_LATE, which is not durable",
        "DOUBLE_ROW_KEPT, double row kept",
        "IGNORED_COUNTED_TWICE, its cursors have passed",
        "KEYSPACE_NOT_TAKEN_BACK, the books of all keyspaces are not those of all partitions"
    })
    void isFoundAndNamed(Bug bug, String name) {
        Stage stage = new Stage();

        Optional<String> found = LongStream.rangeClosed(1, SimulationTest.SEEDS)
                .mapToObj(seed -> Simulation.run(stage, seed, bug, false).violation())
                .filter(violation -> violation != null && violation.contains(name))
                .findFirst();

        assertThat(found).isPresent();
    }
}
