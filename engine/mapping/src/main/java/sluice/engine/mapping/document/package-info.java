/** Keys as documents: one row for each, whatever type it is. */
@NullMarked
package sluice.engine.mapping.document;

import org.jspecify.annotations.NullMarked;
