package sluice.adapters.broken.circle;

import sluice.adapters.broken.LooksInto;

/** Half of a cycle. */
public interface LooksBack {
    LooksInto other();
}
