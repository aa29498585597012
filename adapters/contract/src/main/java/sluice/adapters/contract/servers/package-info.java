/**
 * Real servers for tests: {@link sluice.adapters.contract.servers.RedisBinary} says which there are,
 * {@link sluice.adapters.contract.servers.RedisServer} starts one on the loopback interface, and
 * {@link sluice.adapters.contract.servers.TestKeyspace} fills it with every type and encoding.
 */
@NullMarked
package sluice.adapters.contract.servers;

import org.jspecify.annotations.NullMarked;
