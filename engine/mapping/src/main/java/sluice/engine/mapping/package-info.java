/** Plan files, and what they make of keys: patterns, columns and tables. Begin with the reader of plan files. */
@NullMarked
package sluice.engine.mapping;

import org.jspecify.annotations.NullMarked;
