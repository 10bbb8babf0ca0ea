/** Verifies a stored log by its hash chain, tag index and signed checkpoints; imports the commits of another store. */
@NullMarked
package org.parcours.command.eventlog.verify;

import org.jspecify.annotations.NullMarked;
