/** The log in SQLite or PostgreSQL. It knows the log and the database, nothing else. */
@NullMarked
package org.parcours.command.eventlog.jdbc;

import org.jspecify.annotations.NullMarked;
