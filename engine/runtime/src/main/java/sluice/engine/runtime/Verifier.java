package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.function.Supplier;
import sluice.engine.core.RowDigest;
import sluice.engine.core.Sample;
import sluice.engine.core.Verification;
import sluice.engine.core.VerifyMode;
import sluice.protocol.MigrationException;

/**
 * Draws a sample from the rows that become durable, and compares sink and source when it is told to. Comparing blocks,
 * so it runs on the blocking dispatcher; {@link Comparison#cancel} ends it early.
 */
final class Verifier {
    sealed interface Command {}

    /** These rows are durable. */
    record Landed(List<RowDigest> rows) implements Command {}

    /** These rows do not stand after all: the seal found so. */
    record Gone(List<RowDigest> rows) implements Command {}

    /**
     * Compare as the mode says; the sink is sealed. Where another attempt landed rows that this verifier has not seen,
     * no sample of all rows can be drawn: every row is compared with the digests in the books instead.
     */
    record Compare(VerifyMode mode, Books books, boolean sampleMissesRows, Comparison with) implements Command {}

    /** Read both sides again and compare everything, by this work. */
    record Audit(Supplier<Verification> work) implements Command {}

    /** What the verifier tells its parent. */
    sealed interface Event {}

    record Verified(Verification verification) implements Event {}

    record Failed(MigrationException fault) implements Event {}

    private Verifier() {}

    static Behavior<Command> create(ActorRef<Event> parent) {
        return Behaviors.setup(context -> {
            Sample sample = new Sample(Sample.SIZE);
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Landed landed -> landed.rows().forEach(sample::offer);
                    case Gone gone -> gone.rows().forEach(sample::remove);
                    case Compare compare -> parent.tell(guarded(() -> verification(compare, sample)));
                    case Audit audit -> parent.tell(guarded(audit.work()));
                }
                return Behaviors.same();
            });
        });
    }

    private static Verification verification(Compare compare, Sample sample) {
        Comparison with = compare.with();
        long written = compare.books().checkpoint().total().written();
        return switch (compare.mode()) {
            case NONE -> Verification.none();
            case SAMPLE ->
                compare.sampleMissesRows()
                        ? with.full(compare.books().ledger(), written)
                        : with.sample(sample, written);
            case FULL -> with.full(compare.books().ledger(), written);
        };
    }

    private static Event guarded(Supplier<Verification> comparing) {
        try {
            return new Verified(comparing.get());
        } catch (MigrationException fault) {
            return new Failed(fault);
        } catch (OutOfMemoryError tooBig) {
            return new Failed(MigrationException.failed(
                    "cannot verify",
                    "a value does not fit into the memory of this process",
                    "give it more, as in SLUICE_JAVA_OPTS=-Xmx2g, and run the same command to verify again",
                    tooBig));
        } catch (RuntimeException unexpected) {
            return new Failed(MigrationException.failed(
                    "cannot verify",
                    "unexpected " + unexpected,
                    "what was copied is in the sink; run the same command to verify it again",
                    unexpected));
        }
    }
}
