package sluice.engine.simulation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.engine.core.RowDigester;
import sluice.engine.core.Sample;
import sluice.protocol.Key;

/** Which keys a sample must hold: those that hash lowest. */
final class Samples {
    private Samples() {}

    static boolean holdsAny(Keyspace keyspace, Expected expected, List<Key> wrong) {
        Set<Key> drawn = keyspace.items().stream()
                .filter(item -> expected.fateOf(item) == Item.Fate.COPIED)
                .map(Item::key)
                .sorted((a, b) -> Long.compare(RowDigester.keyHash(a), RowDigester.keyHash(b)))
                .limit(Sample.SIZE)
                .collect(Collectors.toSet());
        return wrong.stream().anyMatch(drawn::contains);
    }
}
