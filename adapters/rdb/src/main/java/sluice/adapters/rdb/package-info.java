/**
 * The RDB file as a source: every key of a Redis or Valkey snapshot, read once from front to back.
 *
 * <p>Begin with {@link sluice.adapters.rdb.RdbSource}, then {@link sluice.adapters.rdb.EntryWalker} (the opcodes of
 * the file) and {@link sluice.adapters.rdb.ValueDecoder} (what stands between them). The stream and the codes are those
 * of redis-replicator. Values are decoded here, because its visitors hold a whole value (or a whole node) at once,
 * allocate whatever length a damaged file claims, cut 64-bit lengths to 31 bits, and lose repeated fields of stream
 * entries.
 */
@NullMarked
package sluice.adapters.rdb;

import org.jspecify.annotations.NullMarked;
