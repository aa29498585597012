/** Half of a cycle of packages: a fixture that the architecture rules have to find. */
@NullMarked
package sluice.adapters.broken.circle;

import org.jspecify.annotations.NullMarked;
