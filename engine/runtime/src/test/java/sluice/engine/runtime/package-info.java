/** Tests of the actors, each by itself and all together, over sources and sinks that lie in memory. */
@NullMarked
package sluice.engine.runtime;

import org.jspecify.annotations.NullMarked;
