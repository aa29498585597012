/** What the core must not do: fixtures that the architecture rules have to find. */
@NullMarked
package sluice.engine.core.broken;

import org.jspecify.annotations.NullMarked;
