/** Proves the arithmetic of the harness, and runs it once as a whole. */
@NullMarked
package sluice.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
