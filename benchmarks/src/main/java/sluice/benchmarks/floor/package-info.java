/**
 * The yardstick: the rows of layout {@code native}, held in memory, appended and indexed by the same driver with no
 * engine around it. Begin with {@link sluice.benchmarks.floor.Floor}.
 */
@NullMarked
package sluice.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
