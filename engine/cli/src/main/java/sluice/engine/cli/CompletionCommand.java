package sluice.engine.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice completion}: a script that teaches the shell this command line. */
@Command(
        name = "completion",
        header = "Print a completion script for bash and zsh.",
        description = "Prints a script with which bash and zsh complete commands and options.",
        footer = {
            "",
            "Examples:",
            "  source <(sluice completion)",
            "  sluice completion > /etc/bash_completion.d/sluice"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(AutoComplete.bash("sluice", spec.root().commandLine()));
        return 0;
    }
}
