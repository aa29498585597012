package sluice.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sluice.engine.core.Plan;
import sluice.engine.mapping.Mapping;
import sluice.engine.mapping.PlanFile;

/** A plan file with what the command line says over it. */
record PlannedCopy(PlanFile file, Plan plan) {
    /** The layout word of runs that a plan file maps. */
    static final String MAPPED = "mapped";

    /** The layout word of runs that the built-in plan for documents maps. */
    static final String DOCUMENT = "document";

    /** Refuses a plan file with mistakes, and one that leaves open what the command line does not say. */
    static PlannedCopy read(Shell shell, CommandLine command, Path path, Endpoints endpoints, CopyOptions options) {
        PlanFile file = PlanFile.read(shell.folder().resolve(path));
        if (options.layout() != null) {
            throw new ParameterException(command, "--layout cannot be combined with a plan file, which says it itself");
        }
        Endpoints.Both both = new Endpoints.Both(
                needed(command, endpoints.source, file.source(), "SOURCE", "source"),
                needed(command, endpoints.sink, file.sink(), "SINK", "sink"));
        Plan.Mapped mapped = new Plan.Mapped(Mapping.of(file), file.gates());
        return new PlannedCopy(file, options.over(file.options(), shell, command, endpoints, both, MAPPED, mapped));
    }

    private static String needed(
            CommandLine command, @Nullable String given, @Nullable String planned, String label, String key) {
        String address = given == null ? planned : given;
        if (address == null) {
            throw new ParameterException(
                    command, "no " + label + " is given; name it on the command line, or as '" + key + "' in the plan");
        }
        return address;
    }
}
