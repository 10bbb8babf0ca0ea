/** The views in SQLite or PostgreSQL: a table for each collection and generation, and one for each key of several texts. */
@NullMarked
package org.parcours.query.store.jdbc;

import org.jspecify.annotations.NullMarked;
