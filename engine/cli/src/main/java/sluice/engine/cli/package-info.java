/**
 * The command line: reads what was asked, starts the engine, shows how it goes and says how it ended.
 *
 * <p>Begin with {@link sluice.engine.cli.Main}, then {@link sluice.engine.cli.CopyCommand}, and
 * {@link sluice.engine.cli.Foreground}, which is the life of every run. Only this module has adapters on its class
 * path, and only at run time.
 */
@NullMarked
package sluice.engine.cli;

import org.jspecify.annotations.NullMarked;
