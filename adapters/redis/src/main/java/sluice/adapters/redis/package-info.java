/**
 * Reads a live Redis, Valkey or KeyDB server: sliced SCAN, pipelined values, big keys in slices.
 *
 * <p>Begin with {@link sluice.adapters.redis.RedisSource}; {@link sluice.adapters.redis.SliceReader} is the loop,
 * {@link sluice.adapters.redis.KeyReader} turns names into rows, {@link sluice.adapters.redis.ScanSlice} is the
 * arithmetic, and {@link sluice.adapters.redis.Wire} the connection.
 */
@NullMarked
package sluice.adapters.redis;

import org.jspecify.annotations.NullMarked;
