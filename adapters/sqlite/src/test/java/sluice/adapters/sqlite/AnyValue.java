package sluice.adapters.sqlite;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import sluice.adapters.contract.Samples;
import sluice.protocol.Value;

/** Values of any bytes in every type, for properties. */
final class AnyValue {
    private AnyValue() {}

    static Arbitrary<byte[]> bytes() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(Samples.awkwardBytes())),
                Tuple.of(2, Arbitraries.bytes().array(byte[].class).ofMaxSize(40)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(20).map(Samples::bytes)));
    }

    static Arbitrary<Value> values() {
        return Arbitraries.oneOf(
                bytes().map(Value.StringValue::new),
                bytes().map(Value.ModuleValue::new),
                bytes().list().ofMaxSize(8).map(all -> new Value.ListSlice(0, all)),
                bytes().list().ofMaxSize(8).map(Value.SetSlice::new),
                fields().list().ofMaxSize(8).map(Value.HashSlice::new),
                scored().list().ofMaxSize(8).map(Value.SortedSlice::new),
                streams());
    }

    private static Arbitrary<Long> numbers() {
        return Arbitraries.longs().between(-1, Long.MAX_VALUE);
    }

    private static Arbitrary<Value.Field> fields() {
        return Combinators.combine(bytes(), bytes(), numbers()).as(Value.Field::new);
    }

    /** SQLite makes 0.0 of -0.0: the one loss there is. */
    private static Arbitrary<Value.Scored> scored() {
        var scores = Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble).filter(d -> !Double.isNaN(d)),
                Arbitraries.of(0.0, 0.1, 1e15, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        return Combinators.combine(bytes(), scores.map(d -> d == 0 ? 0.0 : d)).as(Value.Scored::new);
    }

    private static Arbitrary<Value> streams() {
        var entries = Combinators.combine(numbers(), numbers(), bytes().list().ofMaxSize(3), bytes())
                .as((ms, seq, names, content) -> new Value.Entry(
                        ms,
                        seq,
                        names.stream()
                                .flatMap(name -> List.of(name, content).stream())
                                .toList()));
        var heads = Combinators.combine(numbers(), numbers(), numbers(), numbers(), numbers())
                .as(Value.Head::new);
        var groups =
                Combinators.combine(bytes(), numbers(), numbers(), numbers()).as(Value.Group::new);
        var consumers =
                Combinators.combine(bytes(), bytes(), numbers(), numbers()).as(Value.Consumer::new);
        var pending = Combinators.combine(bytes(), bytes(), numbers(), numbers(), numbers(), numbers())
                .as(Value.Pending::new);
        return Combinators.combine(
                        entries.list().ofMaxSize(4),
                        heads.list().ofSize(1),
                        groups.list().ofMaxSize(3),
                        consumers.list().ofMaxSize(3),
                        pending.list().ofMaxSize(3))
                .as(Value.StreamSlice::new);
    }
}
