package sluice.adapters.sqlite;

import java.time.InstantSource;
import sluice.protocol.Keeper;

/** Restores a sink, and dies behind one step without a chance to clean up. */
final class KilledRestore {
    static final int EXIT_CODE = 137;

    private KilledRestore() {}

    public static void main(String[] arguments) {
        Exchange.Step last = Exchange.Step.valueOf(arguments[1]);
        Keeper keeper = SqliteKeeper.of(arguments[0], InstantSource.system(), step -> {
            if (step == last) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        });
        try (Keeper.Undoing undoing = keeper.restore(null)) {
            undoing.carryOut(true);
        }
    }
}
