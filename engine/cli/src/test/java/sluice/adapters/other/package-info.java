/** What adapters must not do: fixtures that the architecture rules have to find. */
@NullMarked
package sluice.adapters.other;

import org.jspecify.annotations.NullMarked;
