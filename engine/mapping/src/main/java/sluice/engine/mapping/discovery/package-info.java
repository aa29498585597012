/**
 * Looks at a keyspace and proposes a plan: key names are clustered into patterns, then values are read and counted under
 * the pattern that matches them. Plain Java in bounded memory, whatever the source holds. Begin with {@link
 * sluice.engine.mapping.discovery.Discovery}.
 */
@NullMarked
package sluice.engine.mapping.discovery;

import org.jspecify.annotations.NullMarked;
