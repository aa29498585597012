package sluice.engine.runtime;

import sluice.engine.core.Ledger;
import sluice.protocol.Checkpoint;

/** What is durable, as the writer knew it at a moment: a snapshot that may be passed on. */
record Books(Checkpoint checkpoint) {
    static final Books NOTHING = new Books(Checkpoint.EMPTY);

    Ledger ledger() {
        return Ledger.of(checkpoint.ledger());
    }
}
