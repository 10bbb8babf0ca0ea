/**
 * The port to the database of the views: collections of documents with declared keys and indexes, in generations that are
 * each built from the log. Adapters: {@code jdbc} (SQLite, PostgreSQL) and {@code mongo}.
 */
@NullMarked
package org.parcours.query.store;

import org.jspecify.annotations.NullMarked;
