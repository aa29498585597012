package sluice.engine.cli;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    /** Runs one command, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        int exitCode = run(Shell.ofProcess(), arguments);
        System.exit(exitCode);
    }

    static int run(Shell shell, String... arguments) {
        int exitCode = CommandTree.in(shell).execute(arguments);
        shell.out().flush();
        shell.err().flush();
        return exitCode;
    }
}
