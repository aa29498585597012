/**
 * The scripts that people write by hand to get from Redis into SQLite, as processes of their own. Begin with
 * {@link sluice.benchmarks.scripts.Script}.
 */
@NullMarked
package sluice.benchmarks.scripts;

import org.jspecify.annotations.NullMarked;
