/** Tests of the memory fakes: they pass what they ask of others. */
@NullMarked
package sluice.adapters.contract;

import org.jspecify.annotations.NullMarked;
