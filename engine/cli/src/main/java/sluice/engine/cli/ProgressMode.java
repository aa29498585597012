package sluice.engine.cli;

/** How progress is shown. */
enum ProgressMode {
    /** A bar on a terminal, otherwise lines. */
    AUTO,
    PLAIN,
    NONE;

    @Override
    public String toString() {
        return Word.of(this);
    }
}
