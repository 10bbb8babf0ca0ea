/**
 * The whole log, held against itself, against what finds events in it, and against what was signed elsewhere: proof
 * that nothing was changed, or where. And the log out of one store and into another.
 */
@NullMarked
package org.parcours.command.eventlog.verify;

import org.jspecify.annotations.NullMarked;
