package sluice.adapters.redis;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.protocol.SourceInfo;

/**
 * What we know of a server once it was asked.
 *
 * @param runId which start of which server this is; empty where the server does not say
 * @param sliceable whether SCAN walks a hash table whose cursors we understand
 * @param exactExpiry whether PEXPIRETIME exists
 * @param fieldExpiry whether fields of hashes can expire
 */
record ServerFacts(String runId, boolean sliceable, boolean exactExpiry, boolean fieldExpiry) {
    /** Versions of things that are part of a Redis or a Valkey; any other {@code *_version} is another product. */
    private static final Set<String> FAMILIAR = Set.of("redis_version", "valkey_version", "gcc_version");

    /** The lines {@code name:value} of an INFO reply. */
    static Map<String, String> fields(String info) {
        return info.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2 && !pair[0].startsWith("#"))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> first));
    }

    /** standalone, cluster or sentinel. */
    static String mode(Map<String, String> server) {
        return server.getOrDefault("redis_mode", server.getOrDefault("server_mode", "standalone"));
    }

    static boolean knowsTable(Map<String, String> server) {
        boolean foreign =
                server.keySet().stream().anyMatch(field -> field.endsWith("_version") && !FAMILIAR.contains(field));
        return !foreign
                && server.containsKey("redis_version")
                && server.containsKey("multiplexing_api")
                && server.containsKey("run_id");
    }

    /** See {@link SourceInfo#expiryToleranceMillis}. */
    long expiryToleranceMillis() {
        return exactExpiry ? 0 : 50;
    }
}
