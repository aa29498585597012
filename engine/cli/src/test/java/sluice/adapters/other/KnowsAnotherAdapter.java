package sluice.adapters.other;

import sluice.adapters.broken.KnowsActors;

/** Breaks the rule that adapters do not know each other. */
public record KnowsAnotherAdapter(KnowsActors adapter) {}
