package sluice.engine.broken;

import sluice.adapters.broken.KnowsActors;

/** Breaks the rule that the engine names no adapter. */
public record NamesAnAdapter(KnowsActors adapter) {}
