/** Hostile input for tests: damage to bytes, and a loop that tries many inputs. Begin with {@code Fuzzing}. */
@NullMarked
package sluice.adapters.contract.fuzz;

import org.jspecify.annotations.NullMarked;
