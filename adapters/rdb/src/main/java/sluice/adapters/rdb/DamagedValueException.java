package sluice.adapters.rdb;

import java.io.IOException;

/** A value whose inside makes no sense, though the file around it may still be readable. */
final class DamagedValueException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedValueException(String why) {
        super(why);
    }
}
