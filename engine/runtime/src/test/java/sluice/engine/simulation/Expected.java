package sluice.engine.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.adapters.contract.Rows;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * What a run must make of each key: what the source has, or what the plan makes of it.
 *
 * @param plan null where there is none
 */
record Expected(@Nullable SimulatedPlan plan) {
    Item.Fate fateOf(Item item) {
        if (item.fate() == Item.Fate.EXPIRED) {
            return Item.Fate.EXPIRED;
        }
        Row row = row(item, 0);
        if (row == null) {
            return Item.Fate.IGNORED;
        }
        return fits(row) ? Item.Fate.COPIED : Item.Fate.REJECTED;
    }

    /** What stands in the sink for this version of a key, in words; null where nothing does. */
    @Nullable
    String content(Item item, int version) {
        Row row = row(item, version);
        return row != null && fits(row) ? Rows.describe(List.of(row)).getFirst() : null;
    }

    private @Nullable Row row(Item item, int version) {
        Row whole = item.whole(version);
        return plan == null ? whole : plan.session().map(whole);
    }

    private static boolean fits(Row row) {
        return !(row.value() instanceof Value.Undecodable || row.value() instanceof Value.Unfit);
    }
}
