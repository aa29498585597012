/** Real servers are read, and real connections broken. */
@NullMarked
package sluice.adapters.redis;

import org.jspecify.annotations.NullMarked;
