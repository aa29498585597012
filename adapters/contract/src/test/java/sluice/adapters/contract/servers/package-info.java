/** The test servers start, stop and hold what they are given. */
@NullMarked
package sluice.adapters.contract.servers;

import org.jspecify.annotations.NullMarked;
