/**
 * The engine as a library: the actors that carry a plan out, and what a caller needs to start, watch and stop them.
 *
 * <p>Begin with {@link sluice.engine.runtime.Engine}, then read {@link sluice.engine.runtime.Migration}, the
 * supervisor, which is the main flow from top to bottom.
 */
@NullMarked
package sluice.engine.runtime;

import org.jspecify.annotations.NullMarked;
