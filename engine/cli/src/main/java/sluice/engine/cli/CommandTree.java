package sluice.engine.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import sluice.engine.core.VerifyMode;

/** The command {@code sluice} with all its subcommands. */
@Command(
        name = "sluice",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Moves a Redis keyspace into SQLite, and accounts for every record.",
        footer = {
            "",
            "Examples:",
            "  sluice demo",
            "  sluice copy redis://localhost:6379/0 app.db",
            "  sluice copy dump.rdb app.db --verify full",
            "  sluice status app.db",
            "",
            "'sluice help COMMAND' tells more, with examples."
        })
// picocli reads the fields that nobody else does.
@SuppressWarnings("UnusedVariable")
final class CommandTree implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and end.")
    private boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help and end.")
    private boolean help;

    private CommandTree() {}

    static CommandLine in(Shell shell) {
        CommandLine tree = new CommandLine(new CommandTree())
                .addSubcommand(new DemoCommand(shell))
                .addSubcommand(new CopyCommand(shell))
                .addSubcommand(new PlanCommand(shell))
                .addSubcommand(new RunCommand(shell))
                .addSubcommand(new VerifyCommand(shell))
                .addSubcommand(new StatusCommand(shell))
                .addSubcommand(new RejectsCommand(shell))
                .addSubcommand(new DiscoverCommand(shell))
                .addSubcommand(new BackupsCommand(shell))
                .addSubcommand(new RestoreCommand(shell))
                .addSubcommand(new RollbackCommand(shell))
                .addSubcommand(new SwitchedCommand(shell))
                .addSubcommand(new RetireCommand(shell))
                .addSubcommand(new CompletionCommand(shell))
                .addSubcommand(new HelpCommand(shell))
                .addSubcommand(new TrainCommand(shell));
        CommandErrors errors = new CommandErrors(shell);
        return tree.registerConverter(VerifyMode.class, new Choice<>(VerifyMode.class))
                .registerConverter(Layout.class, new Choice<>(Layout.class))
                .registerConverter(ProgressMode.class, new Choice<>(ProgressMode.class))
                .setOut(shell.out())
                .setErr(shell.err())
                .setUsageHelpWidth(Math.clamp(shell.columns(), 80, 120))
                .setUsageHelpLongOptionsMaxWidth(26)
                .setUsageHelpAutoWidth(false)
                .setOverwrittenOptionsAllowed(false)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what happens to stderr, and show stack traces.")
    void setVerbose(boolean verbose) {
        if (verbose) {
            Logging.beVerbose();
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command is given");
    }
}
