/**
 * The algorithm that all stores share: group commit, exact conditions, the insert into a free slot as the lock, and the
 * handling of writes with an unknown outcome. It accesses stores through {@link
 * org.parcours.command.eventlog.engine.CommitStore} only.
 */
@NullMarked
package org.parcours.command.eventlog.engine;

import org.jspecify.annotations.NullMarked;
