/** What the package of the same name promises. */
@NullMarked
package sluice.engine.mapping.document;

import org.jspecify.annotations.NullMarked;
