/** The event log in SQLite and PostgreSQL. It depends on the event log and the package {@code store} only. */
@NullMarked
package org.parcours.command.eventlog.jdbc;

import org.jspecify.annotations.NullMarked;
