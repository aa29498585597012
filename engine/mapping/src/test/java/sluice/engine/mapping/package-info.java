/** What plan files and mappings promise. */
@NullMarked
package sluice.engine.mapping;

import org.jspecify.annotations.NullMarked;
