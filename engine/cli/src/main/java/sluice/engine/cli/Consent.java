package sluice.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import sluice.protocol.Keeper.Undoing;
import sluice.protocol.MigrationException;

/** Does what cannot be taken back lightly, once somebody has seen what it means and agreed. */
record Consent(Shell shell, String sink, boolean given) {
    /**
     * Shows what is about to be done, asks where nobody agreed beforehand, and does it.
     *
     * @param doing "Rolling back"
     * @param question "Roll back?"
     * @param done "Rolled back"
     */
    void carryOut(Undoing undoing, String doing, String question, String done, boolean keep) {
        shell.out().print(ProspectText.of(sink, doing, undoing.prospect(), keep, shell.zone()));
        shell.out().flush();
        ask(question);
        Optional<String> kept = undoing.carryOut(keep);
        shell.out().println();
        shell.out().println(done + ": " + sink);
        kept.ifPresent(file -> shell.out()
                .println("What was taken away is kept as " + file + "; it comes back with: sluice restore "
                        + Word.quoted(sink) + " " + Word.quoted(file)));
    }

    private void ask(String question) {
        if (given) {
            return;
        }
        BufferedReader answers = shell.answers();
        if (answers == null) {
            throw MigrationException.refused(
                    "nothing was changed", "nobody can be asked, because there is no terminal", "add --yes");
        }
        shell.err().print(question + " [y/N] ");
        shell.err().flush();
        if (!isYes(answers)) {
            throw MigrationException.refused("nothing was changed", "the answer was no", "");
        }
    }

    private static boolean isYes(BufferedReader answers) {
        try {
            String answer = answers.readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException nobodyThere) {
            return false;
        }
    }
}
