/** Tests of the SQLite sink: the contract in both layouts, and what is SQLite's own. */
@NullMarked
package sluice.adapters.sqlite;

import org.jspecify.annotations.NullMarked;
