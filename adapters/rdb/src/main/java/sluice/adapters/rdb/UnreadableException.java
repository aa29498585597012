package sluice.adapters.rdb;

import java.io.IOException;

/** The file makes no sense from here on: it ends too early, or something stands in it that nobody knows. */
final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableException(String why) {
        super(why);
    }
}
