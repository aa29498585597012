package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;

class LedgerTest {
    @Property(tries = 50)
    void ignoresOrderAndBatching(@ForAll @IntRange(min = 1, max = 500) int rows, @ForAll Random random) {
        List<RowDigest> digests = digests(rows);
        Ledger inOrder = ledgerOf(digests);
        Collections.shuffle(digests, random);
        int cut = random.nextInt(rows + 1);

        Ledger merged = ledgerOf(digests.subList(0, cut));
        merged.addAll(ledgerOf(digests.subList(cut, rows)));

        assertThat(inOrder.differing(merged)).isEqualTo(new BitSet());
    }

    @Property(tries = 50)
    void namesTheBucketOfAMissingRow(
            @ForAll @IntRange(min = 1, max = 500) int rows, @ForAll @IntRange(min = 0, max = 499) int pick) {
        List<RowDigest> digests = digests(rows);
        RowDigest missing = digests.get(pick % rows);
        Ledger whole = ledgerOf(digests);
        Ledger lacking = ledgerOf(digests);

        lacking.remove(missing);

        assertThat(whole.differing(lacking).stream().boxed()).containsExactly(Ledger.bucketOf(missing.keyHash()));
    }

    @Test
    void seesARowThatIsThereTwice() {
        List<RowDigest> digests = digests(10);
        Ledger once = ledgerOf(digests);
        Ledger twice = ledgerOf(digests);

        twice.add(digests.getFirst());

        assertThat(once.differing(twice).cardinality()).isEqualTo(1);
    }

    @Test
    void survivesTheCheckpoint() {
        Ledger ledger = ledgerOf(digests(100));
        ledger.keyspaces().written(Rows.key("user:1"), Row.NO_KEYSPACE);
        ledger.keyspaces().rejected(Rows.key("plain"), Row.NO_KEYSPACE);

        Ledger read = Ledger.of(ledger.toBytes());

        assertThat(read.differing(ledger).isEmpty()).isTrue();
        assertThat(read.isDigested()).isTrue();
        assertThat(read.keyspaces().counts()).isEqualTo(ledger.keyspaces().counts());
    }

    @Test
    void remembersThatSomeRowsHadNoDigest() {
        Ledger ledger = ledgerOf(digests(100));

        ledger.giveUpDigests();

        assertThat(Ledger.of(ledger.toBytes()).isDigested()).isFalse();
        assertThat(ledger.toBytes().length).isLessThan(100);
    }

    /** A checkpoint that somebody tampered with. */
    @Test
    void refusesBytesThatAreNoneOfItsOwn() {
        byte[] good = ledgerOf(digests(3)).toBytes();
        for (int length = 1; length < good.length; length += length < 20 ? 1 : 997) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Ledger.of(cut))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("--fresh");
        }
        byte[] manyNames = {0, 0x7f, -1, -1, -1, 0, 0, 0, 0};
        byte[] longName = {0, 0, 0, 0, 1, 0x7f, -1, -1, -9};
        byte[] negativeName = {0, 0, 0, 0, 1, -1, -1, -1, -9};
        byte[] more = Arrays.copyOf(good, good.length + 1);
        for (byte[] bytes : List.of(manyNames, longName, negativeName, more)) {
            assertThatThrownBy(() -> Ledger.of(bytes)).isInstanceOf(MigrationException.class);
        }
        assertThat(Ledger.of(good).differing(ledgerOf(digests(3))).isEmpty()).isTrue();
    }

    private static List<RowDigest> digests(int rows) {
        List<RowDigest> digests = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            digests.add(Rows.digest(Rows.string("key:" + i, "value " + i)));
        }
        return digests;
    }

    private static Ledger ledgerOf(List<RowDigest> digests) {
        Ledger ledger = new Ledger();
        digests.forEach(ledger::add);
        return ledger;
    }
}
