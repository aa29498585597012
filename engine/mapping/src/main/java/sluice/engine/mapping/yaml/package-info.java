/** YAML as a tree in which every node knows its line and column, and the problems that are found in it. */
@NullMarked
package sluice.engine.mapping.yaml;

import org.jspecify.annotations.NullMarked;
