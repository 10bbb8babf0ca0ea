/**
 * Verifies a stored log: its hash chain, its tag index, and signed checkpoints kept elsewhere. A verification proves
 * that nothing was changed, or shows where. It also imports the commits of another store.
 */
@NullMarked
package org.parcours.command.eventlog.verify;

import org.jspecify.annotations.NullMarked;
