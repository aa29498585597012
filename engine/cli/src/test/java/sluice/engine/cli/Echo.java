package sluice.engine.cli;

import java.util.Arrays;

/** Prints its arguments and the terminal's width, and ends with the first of them where that is a number. */
public final class Echo {
    private Echo() {}

    public static void main(String[] arguments) {
        if (arguments[0].equals("heap")) {
            System.out.println(Runtime.getRuntime().maxMemory() >> 20);
            return;
        }
        System.out.println(Arrays.toString(arguments) + " " + System.getProperty("sluice.columns"));
        System.exit(arguments[0].matches("\\d+") ? Integer.parseInt(arguments[0]) : 0);
    }
}
