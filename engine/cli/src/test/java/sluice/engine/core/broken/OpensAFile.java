package sluice.engine.core.broken;

import java.nio.file.Path;

/** Breaks the rule that the core computes and does nothing else. */
public record OpensAFile(Path path) {}
