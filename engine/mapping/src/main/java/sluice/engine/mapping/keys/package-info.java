/**
 * Patterns of keys, matched over bytes. Begin with {@link sluice.engine.mapping.keys.KeyPattern}.
 */
@NullMarked
package sluice.engine.mapping.keys;

import org.jspecify.annotations.NullMarked;
