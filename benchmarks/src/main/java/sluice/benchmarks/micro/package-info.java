/**
 * What each step of the hot path costs, measured by JMH: parsing, digest, books, mapping, driver. Begin with
 * {@link sluice.benchmarks.micro.SinkBenchmark}, which is most of a copy, and go down from there.
 */
@NullMarked
package sluice.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
