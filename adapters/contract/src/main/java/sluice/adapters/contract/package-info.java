/**
 * What every source and every sink must pass, and the memory fakes that pass it.
 *
 * <p>Begin with {@link sluice.adapters.contract.SinkContract}; {@link sluice.adapters.contract.MemorySink} is the
 * smallest sink that keeps all its promises.
 */
@NullMarked
package sluice.adapters.contract;

import org.jspecify.annotations.NullMarked;
