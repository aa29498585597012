package sluice.engine.mapping.discovery;

/** How many more things may be told apart in all, so that memory stays bounded. Mutable; belongs to one thread. */
final class Budget {
    private int left;

    Budget(int left) {
        this.left = left;
    }

    /** Whether there is room for one more, which is taken then. */
    boolean takes() {
        if (left > 0) {
            left--;
            return true;
        }
        return false;
    }
}
