package sluice.engine.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sluice.engine.core.Gates;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.engine.mapping.Mapping;
import sluice.engine.mapping.PlanFile;
import sluice.protocol.MigrationException;

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
        Plan plan = options.over(file.options(), shell, command, endpoints, both, MAPPED, mapped);
        checkGates(plan, file.gates());
        return new PlannedCopy(file, plan);
    }

    /** What was not compared cannot be within a limit. */
    private static void checkGates(Plan plan, Gates gates) {
        boolean limitsDifferences =
                gates.gates().stream().anyMatch(gate -> gate.subject() == Gates.Subject.DIFFERENCES);
        if (plan.verify() == VerifyMode.NONE && limitsDifferences) {
            throw MigrationException.refused(
                    "cannot carry out the plan",
                    "it has a gate for differences, and nothing would be compared",
                    "verify by sample or in full, or take the gate out");
        }
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
