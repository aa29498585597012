package sluice.engine.simulation;

import java.util.List;
import java.util.stream.LongStream;
import sluice.adapters.contract.SourceContract;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** The simulated source, while nothing happens to it, keeps what every source promises. */
class SimulatedSourceTest implements SourceContract {
    private final Scenario scenario = LongStream.iterate(1, seed -> seed + 1)
            .mapToObj(Scenario::of)
            .filter(each -> each.items().size() > 25 && each.items().size() < 100)
            .filter(each -> each.doublesPercent() == 0 && each.missed() == 0 && !each.moves())
            .filter(each -> each.items().stream().anyMatch(item -> item.size() > 30))
            .findFirst()
            .orElseThrow();
    private final Keyspace keyspace = new Keyspace(1, scenario.items(), 0, 0);

    @Override
    public Source open(int batchRows, long batchBytes) {
        World world = new World(scenario, Loop.of("quiet"), new Chance(1), keyspace, Bug.NONE, false);
        world.becomeCalm();
        SourceSettings settings = new SourceSettings("simulated:", null, null, null, batchRows, batchBytes, 0);
        return new SimulatedSource.Provider(keyspace, scenario, world).open(settings);
    }

    @Override
    public List<Row> expected() {
        return keyspace.items().stream()
                .filter(item -> item.fate() != Item.Fate.EXPIRED)
                .map(item -> item.whole(0))
                .toList();
    }

    @Override
    public long expectedExpired() {
        return keyspace.items().stream()
                .filter(item -> item.fate() == Item.Fate.EXPIRED)
                .count();
    }
}
