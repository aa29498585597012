package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.fuzz.Damage;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** A reject's bytes that somebody changed are a value again, or are said to be none. */
class HostileCellsTest {
    private static final long ALLOCATED_MIN = 8 << 20;
    private static final byte[] B = {1, 2, 3};

    @Test
    void understandsOrRefusesDamagedEncodings() {
        List<byte[]> encodings = List.of(
                        new Value.StringValue(B),
                        new Value.ListSlice(7, List.of(B, B)),
                        new Value.SetSlice(List.of(B)),
                        new Value.HashSlice(List.of(new Value.Field(B, B, -1))),
                        new Value.SortedSlice(List.of(new Value.Scored(B, 0.5))),
                        new Value.StreamSlice(
                                List.of(new Value.Entry(1, 2, List.of(B, B))),
                                List.of(new Value.Head(1, 2, 3, 4, 5)),
                                List.of(new Value.Group(B, 1, 2, 3)),
                                List.of(new Value.Consumer(B, B, 1, 2)),
                                List.of(new Value.Pending(B, B, 1, 2, 3, 4))),
                        new Value.ModuleValue(B))
                .stream()
                .map(ValueCodec::encode)
                .toList();

        Fuzzing.of("damaged rejects", 40_000).run(random -> {
            Damage damage = new Damage(random);
            byte[] cell = encodings.get(random.nextInt(encodings.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                cell = damage.draw(cell, encodings.get(random.nextInt(encodings.size())))
                        .apply(cell);
            }
            long before = Fuzzing.allocated();
            String outcome;
            try {
                Value value = ValueCodec.decode(cell);
                assertThat(ValueCodec.encode(value)).isEqualTo(cell);
                outcome = value.kind() + " of " + value.size();
            } catch (IllegalArgumentException refused) {
                outcome = String.valueOf(refused.getMessage());
            }
            assertThat(Fuzzing.allocated() - before)
                    .as(HexFormat.of().formatHex(cell))
                    .isLessThan(ALLOCATED_MIN);
            return outcome;
        });
    }
}
