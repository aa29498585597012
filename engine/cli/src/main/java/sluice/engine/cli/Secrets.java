package sluice.engine.cli;

import java.util.regex.Pattern;

/** Takes passwords out of text that quotes what a user typed. */
final class Secrets {
    private static final Pattern USER_INFO = Pattern.compile("(\\w://)\\S*@");

    private Secrets() {}

    /** The same for text that may quote these arguments, whatever characters their passwords are made of. */
    static String hidden(String text, String[] quoted) {
        String hidden = text;
        for (String argument : quoted) {
            int scheme = argument.indexOf("://");
            int at = argument.lastIndexOf('@');
            if (scheme >= 0 && at > scheme) {
                hidden = hidden.replace(argument, argument.substring(0, scheme + 3) + "…" + argument.substring(at));
            }
        }
        return hidden;
    }

    static String hidden(String text) {
        return USER_INFO.matcher(text).replaceAll("$1…@");
    }
}
