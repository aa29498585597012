package sluice.engine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.SourceProvider;

/** From where, and which part: for what reads and writes nothing. */
final class Origin {
    static final String SOURCE = "redis://[user[:password]@]host[:port][/db], rediss://…, redis-socket:///path,"
            + " rdb:PATH or a file that ends in .rdb. The password may come from the environment variable"
            + " SLUICE_SOURCE_PASSWORD instead. Behind the address of a server may stand ?timeout=SECONDS, how long it"
            + " may be silent (60), and with rediss:// ?verify=none, which trusts any certificate.";
    static final String DB = "Another logical database than the address names, or all of them.";
    static final String MATCH = "Only keys whose name matches, as in Redis: h?llo, user:*, h[ae]llo.";

    @Parameters(index = "0", paramLabel = "SOURCE", description = SOURCE)
    String source;

    @Option(names = "--db", paramLabel = "N|all", converter = Database.class, description = DB)
    @Nullable
    String db;

    @Option(names = "--match", paramLabel = "GLOB", description = MATCH)
    @Nullable
    String match;

    SourceProvider provider() {
        return Adapters.installed().source(source);
    }
}
