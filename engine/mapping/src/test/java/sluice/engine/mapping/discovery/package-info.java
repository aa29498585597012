@NullMarked
package sluice.engine.mapping.discovery;

import org.jspecify.annotations.NullMarked;
