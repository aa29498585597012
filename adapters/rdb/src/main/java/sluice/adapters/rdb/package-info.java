/**
 * The RDB file as a source: every key of a Redis or Valkey snapshot, read once from front to back.
 *
 * <p>Begin with {@link sluice.adapters.rdb.RdbSource}, then {@link sluice.adapters.rdb.EntryWalker} (the opcodes of
 * the file) and {@link sluice.adapters.rdb.ValueDecoder} (what stands between them). Framing rests on
 * redis-replicator: its stream, its constants and its skipping visitor, which finds where a value ends without
 * decoding it. Values are decoded here, in slices, from lengths that were checked against what the file has left.
 */
@NullMarked
package sluice.adapters.rdb;

import org.jspecify.annotations.NullMarked;
