/**
 * Whole migrations in one thread, driven by a seed: the real actors over fakes that fail, wait and die when the seed
 * says so, and an oracle that judges how each ends. Begin reading at {@link sluice.engine.simulation.Simulation}.
 */
@NullMarked
package sluice.engine.simulation;

import org.jspecify.annotations.NullMarked;
