/** What the engine must not do: fixtures that the architecture rules have to find. */
@NullMarked
package sluice.engine.broken;

import org.jspecify.annotations.NullMarked;
