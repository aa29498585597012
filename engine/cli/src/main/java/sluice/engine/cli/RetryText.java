package sluice.engine.cli;

import sluice.engine.core.Gates;
import sluice.engine.runtime.Retry;

/** What trying rejects again came to, for people. */
final class RetryText {
    private RetryText() {}

    static String of(Retry.Outcome outcome, boolean dry) {
        StringBuilder text = new StringBuilder();
        text.append(dry ? "Tried out, nothing was written: " : "Tried again: ")
                .append(outcome.sink())
                .append(", run ")
                .append(outcome.run())
                .append("\n\n");
        line(text, outcome.written(), dry ? "would be written" : "written");
        lineIfAny(text, outcome.doubled(), "lost to rows of the same identity, or were not wanted beside them");
        lineIfAny(text, outcome.expired(), "had expired");
        lineIfAny(text, outcome.ignored(), "ignored by the plan");
        line(text, outcome.left(), "rejected still");
        text.append('\n');
        if (outcome.untried() > 0) {
            text.append(Shown.count(outcome.untried()))
                    .append(" of them have no bytes in the sink that could be tried: run the copy again for them\n");
        }
        for (Gates.Outcome gate : outcome.gates()) {
            if (!gate.passed()) {
                text.append("the gate for ")
                        .append(gate.name())
                        .append(" is not passed: ")
                        .append(Shown.count(gate.count()))
                        .append(", and at most ")
                        .append(gate.limit())
                        .append('\n');
            }
        }
        if (!outcome.backup().isEmpty()) {
            text.append("what the sink held before was copied to ")
                    .append(outcome.backup())
                    .append(": sluice restore\n");
        }
        if (outcome.left() > outcome.untried()) {
            text.append("why they are rejected: sluice rejects ")
                    .append(outcome.sink())
                    .append('\n');
        }
        return text.toString();
    }

    private static void lineIfAny(StringBuilder text, long keys, String what) {
        if (keys > 0) {
            line(text, keys, what);
        }
    }

    private static void line(StringBuilder text, long keys, String what) {
        text.append(String.format("  %,10d  %s%n", keys, what));
    }
}
