/**
 * The product as a user meets it: whole commands in processes of their own, real servers, real files.
 *
 * <p>Begin with {@link sluice.endtoend.Sluice}, which runs a command.
 */
@NullMarked
package sluice.endtoend;

import org.jspecify.annotations.NullMarked;
