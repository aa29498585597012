/**
 * Looks at a keyspace and proposes a plan: names of keys are clustered into patterns, then values are read and counted
 * under the pattern that matches them. Plain Java in bounded memory, whatever the source holds. Begin with Discovery.
 */
@NullMarked
package sluice.engine.mapping.discovery;

import org.jspecify.annotations.NullMarked;
