package sluice.engine.mapping.discovery;

/** What a token of a key's name looks like. */
enum TokenType {
    /** Nothing but itself: a constant, or an id made of letters. */
    WORD("", "id"),
    DIGITS("digits", "id"),
    /** Seconds since 1970, within this century. */
    SECONDS("digits", "at"),
    MILLISECONDS("digits", "at"),
    /** Eight digits that are a day: 20261121. */
    DAY("digits", "date"),
    DATE("date", "date"),
    UUID("uuid", "uuid"),
    HEX("hex", "id"),
    PHONE("", "phone"),
    EMAIL("", "email"),
    ADDRESS("", "ip"),
    /** Letters and digits in no order. */
    MIXED("", "id"),
    /** What follows a name's first tokens, separators included. */
    REST("", "id");

    private final String captureType;
    private final String captureName;

    TokenType(String captureType, String captureName) {
        this.captureType = captureType;
        this.captureName = captureName;
    }

    /** The plan's type of a capture of such tokens; empty where it has none so narrow. */
    String captureType() {
        return captureType;
    }

    /** What a capture of such tokens is called. */
    String captureName() {
        return captureName;
    }

    boolean isNumber() {
        return captureType.equals("digits");
    }
}
