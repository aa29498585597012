/** Tests of the RDB source: hand-made files, damaged files, and files that real servers saved. */
@NullMarked
package sluice.adapters.rdb;

import org.jspecify.annotations.NullMarked;
