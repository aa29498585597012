/** What the package of the same name promises. */
@NullMarked
package sluice.engine.mapping.keys;

import org.jspecify.annotations.NullMarked;
