package sluice.adapters.broken;

import sluice.adapters.broken.circle.LooksBack;

/** The other half of a cycle. */
public interface LooksInto {
    LooksBack other();
}
