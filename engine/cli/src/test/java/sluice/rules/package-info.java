/**
 * The rules of the repository, as tests that run over all of its sources: format, shape, architecture. Each rule is
 * itself tested with something that breaks it.
 */
@NullMarked
package sluice.rules;

import org.jspecify.annotations.NullMarked;
