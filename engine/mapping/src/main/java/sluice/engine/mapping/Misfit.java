package sluice.engine.mapping;

/** Why a value does not fit; it makes a reject of its key. It has no stack: there may be millions. */
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misfit(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
