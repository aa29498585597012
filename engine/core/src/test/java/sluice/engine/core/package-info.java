/** Tests of the plain core: the rules of the engine without threads or I/O. */
@NullMarked
package sluice.engine.core;

import org.jspecify.annotations.NullMarked;
