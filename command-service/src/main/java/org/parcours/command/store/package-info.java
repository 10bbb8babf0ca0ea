/**
 * The database that the log, the quarantine and the documents may share: one owner of its connections, so that they do
 * not fight for SQLite's single writer, and one place that checks that what it says it wrote is on the disk.
 */
@NullMarked
package org.parcours.command.store;

import org.jspecify.annotations.NullMarked;
