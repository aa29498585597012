/**
 * JSON as ranges of bytes: documents are checked and the parts that somebody asked for are found in one pass, without
 * building anything. Begin with {@link sluice.engine.mapping.json.JsonScan}.
 */
@NullMarked
package sluice.engine.mapping.json;

import org.jspecify.annotations.NullMarked;
