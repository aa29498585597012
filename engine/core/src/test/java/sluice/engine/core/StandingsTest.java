package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Cursor;
import sluice.protocol.Partition;
import sluice.protocol.Row;
import sluice.protocol.Tally;

class StandingsTest {
    private static final byte[] NO_LEDGER = new byte[0];

    @Property
    void booksBalanceWhateverIsWrittenRejectedExpiredOrDoubled(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 9) Integer> batches) {
        Standings standings = new Standings(Standings.start(List.of(partition(1), partition(2)), NO_LEDGER));
        long read = 0;
        for (int rows : batches) {
            standings.wrote(batch(1 + rows % 2, rows, rows % 3, false), rows / 2);
            read += rows + rows % 3;
            if (rows > 1) {
                standings.doubled(1 + rows % 2);
            }
        }

        Tally total = standings.total();
        assertThat(total.read()).isEqualTo(read);
        assertThat(total.written() + total.rejected() + total.expired() + total.doubled())
                .isEqualTo(read);
    }

    @Test
    void givesEachChangeToOneCommitOnly() {
        Standings standings = new Standings(Standings.start(List.of(partition(1), partition(2)), NO_LEDGER));
        standings.wrote(batch(2, 3, 0, false), 0);

        Checkpoint first = standings.takeChanges(NO_LEDGER);
        Checkpoint second = standings.takeChanges(NO_LEDGER);

        assertThat(first.partitions()).containsOnlyKeys(2);
        assertThat(first.partitions().values())
                .extracting(Checkpoint.Standing::cursor)
                .containsExactly(new Cursor("behind"));
        assertThat(second.partitions()).isEmpty();
    }

    @Test
    void drainsAPartitionWithItsLastBatch() {
        Standings standings = new Standings(Standings.start(List.of(partition(1), partition(2)), NO_LEDGER));

        standings.wrote(batch(1, 3, 0, true), 0);

        assertThat(standings.undrained()).extracting(s -> s.partition().id()).containsExactly(2);
    }

    @Test
    void keepsTheBooksWhenPartitionsBeginAgain() {
        Standings standings = new Standings(Standings.start(List.of(partition(1)), NO_LEDGER));
        standings.wrote(batch(1, 3, 0, true), 0);

        standings.beginAgain();

        assertThat(standings.undrained()).hasSize(1);
        assertThat(standings.undrained().getFirst().cursor()).isEqualTo(new Cursor("start"));
        assertThat(standings.total().read()).isEqualTo(3);
    }

    @Test
    void refusesABatchOfAPartitionThatIsNotOurs() {
        Standings standings = new Standings(Checkpoint.EMPTY);

        assertThatThrownBy(() -> standings.wrote(batch(7, 1, 0, false), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7");
    }

    private static Partition partition(int id) {
        return new Partition(id, "partition " + id, new Cursor("start"));
    }

    private static Batch batch(int partition, int rows, int expired, boolean last) {
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(Rows.string("key:" + i, "v"));
        }
        return new Batch(partition, all, new Cursor("behind"), 10L * rows, expired, 0, 0.5, last);
    }
}
