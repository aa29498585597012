/** What the protocol must not do: fixtures that the architecture rules have to find. */
@NullMarked
package sluice.protocol.broken;

import org.jspecify.annotations.NullMarked;
