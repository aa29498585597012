/**
 * Sluice's sink in SQLite: land, then seal.
 *
 * <p>Begin with {@link sluice.adapters.sqlite.SqliteSink}. Rows go through {@link sluice.adapters.sqlite.Intake} (which
 * key gets which id, what becomes a reject) into the {@link sluice.adapters.sqlite.Landing} of a layout, which is made
 * of {@link sluice.adapters.sqlite.Inserts}, the hot path. {@link sluice.adapters.sqlite.Seal} closes a run;
 * {@link sluice.adapters.sqlite.SqliteSinkReader} reads what stands there.
 */
@NullMarked
package sluice.adapters.sqlite;

import org.jspecify.annotations.NullMarked;
