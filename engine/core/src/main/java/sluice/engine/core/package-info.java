/**
 * What the engine computes: plans, windows, digests, the books, samples, reports. Plain Java without threads, actors or
 * I/O, so that every rule can be tested by itself.
 *
 * <p>Begin with {@link sluice.engine.core.Plan} (what is asked), {@link sluice.engine.core.Ledger} (what is remembered
 * while rows pass) and {@link sluice.engine.core.Report} (what is said at the end).
 */
@NullMarked
package sluice.engine.core;

import org.jspecify.annotations.NullMarked;
