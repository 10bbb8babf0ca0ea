/**
 * The database that the event log, the quarantine and the documents share: one owner of its connections, so that they
 * do not compete for SQLite's single writer, its schema, and the check that a committed write is on the disk.
 */
@NullMarked
package org.parcours.command.store;

import org.jspecify.annotations.NullMarked;
