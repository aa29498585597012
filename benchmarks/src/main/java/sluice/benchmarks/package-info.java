/** What the hot paths cost, measured by JMH. Begin with {@link sluice.benchmarks.DigestBenchmark}. */
@NullMarked
package sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
