package sluice.engine.cli;

/** The ready layouts for Redis data. */
enum Layout {
    NATIVE,
    REDKA;

    @Override
    public String toString() {
        return Word.of(this);
    }
}
