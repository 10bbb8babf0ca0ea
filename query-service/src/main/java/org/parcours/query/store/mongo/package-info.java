/**
 * The views in MongoDB: a collection for each declared collection and generation, one document each, with the keys as
 * fields beside the content. Transactions and snapshots need a replica set.
 */
@NullMarked
package org.parcours.query.store.mongo;

import org.jspecify.annotations.NullMarked;
