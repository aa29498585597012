/**
 * The words and contracts that sources, sinks and the engine share, and nothing else.
 *
 * <p>Begin with {@link sluice.protocol.Row} (what is moved), then {@link sluice.protocol.Source} and
 * {@link sluice.protocol.Sink} (who moves it). Everything is plain data; nothing here knows of actors or drivers.
 */
@NullMarked
package sluice.protocol;

import org.jspecify.annotations.NullMarked;
