/** Keeps every benchmark alive. */
@NullMarked
package sluice.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
