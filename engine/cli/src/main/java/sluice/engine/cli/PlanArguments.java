package sluice.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which plan, and what the command line says over it: what the commands that carry out a plan have in common. */
final class PlanArguments {
    @Parameters(index = "0", paramLabel = "PLAN", description = "A plan file; see docs/mapping/plans.md.")
    Path file;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Another source than the plan names.")
    @Nullable
    String source;

    @Option(names = "--sink", paramLabel = "SINK", description = "Another sink than the plan names.")
    @Nullable
    String sink;

    @Option(
            names = "--db",
            paramLabel = "N|all",
            converter = Database.class,
            description = "Another logical database, or all of them.")
    @Nullable
    String db;

    @Option(names = "--match", paramLabel = "GLOB", description = "Only keys whose name matches, as in Redis.")
    @Nullable
    String match;

    Endpoints endpoints() {
        Endpoints endpoints = new Endpoints();
        endpoints.source = source;
        endpoints.sink = sink;
        endpoints.db = db;
        endpoints.match = match;
        return endpoints;
    }
}
