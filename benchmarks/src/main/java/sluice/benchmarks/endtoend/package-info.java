/**
 * Whole processes in turn on data sets of its own: Sluice, the floors, and what people write by hand. Begin with
 * {@link sluice.benchmarks.endtoend.EndToEnd}.
 */
@NullMarked
package sluice.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
