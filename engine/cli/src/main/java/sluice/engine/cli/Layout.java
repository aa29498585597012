package sluice.engine.cli;

/** The ready layouts for Redis data. */
enum Layout {
    NATIVE,
    REDKA,
    /** One row a key, its value as JSON where that loses nothing. */
    DOCUMENT;

    @Override
    public String toString() {
        return Word.of(this);
    }
}
