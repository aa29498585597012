package sluice.protocol.broken;

import sluice.engine.core.Plan;

/** Breaks the rule that the protocol stands alone. */
public record KnowsTheEngine(Plan plan) {}
