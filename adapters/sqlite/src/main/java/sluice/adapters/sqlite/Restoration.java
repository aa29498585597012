package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.util.Optional;
import sluice.protocol.Keeper;
import sluice.protocol.Keeper.Prospect;

/** Puts a backup in the sink's place. */
record Restoration(Lease lease, SinkState state, Exchange exchange, Path backup, String sha256)
        implements Keeper.Undoing {
    @Override
    public Prospect prospect() {
        return new Prospect(
                "puts back " + backup.getFileName(), state.run(), state.switchedAt(), state.losses(), state.remarks());
    }

    @Override
    public Optional<String> carryOut(boolean keep) {
        StagingFile.removeRetry(state.sink(), "cannot restore " + state.sink());
        return exchange.replaceBy(backup, sha256, keep);
    }

    @Override
    public void close() {
        lease.close();
    }
}
