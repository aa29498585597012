package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.Samples;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

class ValueCodecTest {
    @Property(tries = 300)
    void decodingGivesBackWhatWasEncoded(@ForAll("values") Value value) {
        byte[] encoded = ValueCodec.encode(value);

        Value decoded = ValueCodec.decode(encoded);

        assertThat(Rows.describe(List.of(Samples.whole("k", decoded))))
                .isEqualTo(Rows.describe(List.of(Samples.whole("k", value))));
        assertThat(ValueCodec.encode(decoded)).isEqualTo(encoded);
    }

    @Property(tries = 300)
    void aCutEncodingIsRefusedAndNotMistaken(@ForAll("values") Value value) {
        byte[] encoded = ValueCodec.encode(value);

        assertThatThrownBy(() -> ValueCodec.decode(Arrays.copyOf(encoded, encoded.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNegativeZeroKeepsItsSign() {
        Value value = new Value.SortedSlice(List.of(new Value.Scored(new byte[0], -0.0)));

        Value decoded = ValueCodec.decode(ValueCodec.encode(value));

        assertThat(((Value.SortedSlice) decoded).members().getFirst().score()).isEqualTo(-0.0);
    }

    @Provide
    Arbitrary<Value> values() {
        return AnyValue.values();
    }
}
