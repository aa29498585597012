package sluice.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import sluice.protocol.MigrationException;

/** Turns every failure into one line and an exit code. */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int REFUSED = 2;

    private final Shell shell;

    CommandErrors(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        shell.error(Secrets.hidden(told(wrong), arguments) + allowed(wrong) + "; see '" + name + " --help'");
        return REFUSED;
    }

    private static String told(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            return "unknown option " + unmatched.getUnmatched().get(0);
        }
        String message = String.valueOf(wrong.getMessage()).replaceFirst(" is not an? (int|long)$", " is not a number");
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    /** What the user may have meant. */
    private static String allowed(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof MissingParameterException
                || !command.getSubcommands().isEmpty()) {
            return command.getSubcommands().isEmpty()
                    ? ""
                    : "; commands are "
                            + String.join(", ", command.getSubcommands().keySet());
        }
        return wrong instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()
                ? "; options are " + optionsOf(command)
                : "";
    }

    private static String optionsOf(CommandLine command) {
        List<OptionSpec> options = command.getCommandSpec().options();
        return options.stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .collect(Collectors.joining(", "));
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
        String[] typed = arguments.originalArgs().toArray(String[]::new);
        if (Logging.isVerbose()) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            shell.err().print(Secrets.hidden(trace.toString(), typed));
        }
        if (e instanceof MigrationException told) {
            told.lines().forEach(line -> shell.error(Secrets.hidden(line, typed)));
            return told.fault() == MigrationException.Fault.REFUSED ? REFUSED : FAILED;
        }
        shell.error("internal error: " + Secrets.hidden(e.toString(), typed)
                + "; run again with --verbose and report what it shows");
        return FAILED;
    }
}
