/** What the package of the same name promises. */
@NullMarked
package sluice.engine.mapping.json;

import org.jspecify.annotations.NullMarked;
