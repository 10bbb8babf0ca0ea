/**
 * The algorithm that every store shares: group commit, exact conditions, the slot as the lock, and what to do when the
 * outcome of a write is not known. It sees stores through {@link org.parcours.command.eventlog.engine.CommitStore} only.
 */
@NullMarked
package org.parcours.command.eventlog.engine;

import org.jspecify.annotations.NullMarked;
