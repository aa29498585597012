package sluice.protocol;

/** Which part of its key a row carries. The parts of one key follow each other in one partition, nothing in between. */
public enum Part {
    WHOLE,
    FIRST,
    MIDDLE,
    LAST;

    /** True when a key begins here. */
    public boolean opens() {
        return this == WHOLE || this == FIRST;
    }

    /** True when a key ends here: only then does it count as a row. */
    public boolean closes() {
        return this == WHOLE || this == LAST;
    }
}
