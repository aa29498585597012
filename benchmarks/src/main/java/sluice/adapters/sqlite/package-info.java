/**
 * Benchmarks of what the SQLite adapter keeps to itself. Begin with {@link sluice.adapters.sqlite.MappingBenchmark}.
 */
@NullMarked
package sluice.adapters.sqlite;

import org.jspecify.annotations.NullMarked;
