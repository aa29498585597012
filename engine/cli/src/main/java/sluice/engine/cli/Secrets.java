package sluice.engine.cli;

import java.util.regex.Pattern;

/** Takes passwords out of text that quotes what a user typed. */
final class Secrets {
    private static final Pattern USER_INFO = Pattern.compile("(\\w://)\\S*@");

    private Secrets() {}

    static String hidden(String text) {
        return USER_INFO.matcher(text).replaceAll("$1…@");
    }
}
