/** Proves that the yardstick measures the right thing. */
@NullMarked
package sluice.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
