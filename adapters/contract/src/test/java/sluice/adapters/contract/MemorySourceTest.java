package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.List;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Row;
import sluice.protocol.Source;

/** The memory source gives slices as they were put in, so it is given small keys only. */
class MemorySourceTest implements SourceContract {
    private static final List<Row> SMALL = TestKeyspace.small().rows().stream()
            .filter(row -> row.value().size() <= 7)
            .toList();

    @Override
    public Source open(int batchRows, long batchBytes) {
        return new MemorySource(new MemorySource.Content(SMALL), Math.min(batchRows, 7), batchBytes);
    }

    @Override
    public List<Row> expected() {
        return new ArrayList<>(SMALL);
    }
}
