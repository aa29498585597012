package sluice.engine.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** From where to where, and which part: what copy and verify have in common. */
final class Endpoints {
    @Parameters(index = "0", arity = "0..1", paramLabel = "SOURCE", description = Origin.SOURCE)
    @Nullable
    String source;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SINK",
            description = "sqlite:PATH, or a file whose name ends in .db, .sqlite or .sqlite3.")
    @Nullable
    String sink;

    @Option(names = "--db", paramLabel = "N|all", converter = Database.class, description = Origin.DB)
    @Nullable
    String db;

    @Option(names = "--match", paramLabel = "GLOB", description = Origin.MATCH)
    @Nullable
    String match;

    /** Both addresses, for a command without a plan file. */
    Both both(CommandLine command) {
        if (source == null || sink == null) {
            throw new ParameterException(command, missing());
        }
        return new Both(source, sink);
    }

    private String missing() {
        return source == null ? "Missing required parameters: 'SOURCE', 'SINK'" : "Missing required parameter: 'SINK'";
    }

    /** From where to where. */
    record Both(String source, String sink) {}
}
