/**
 * What a batch of events changes in the views: reads the documents that it affects, folds, and names the changes. Writes
 * nothing itself.
 */
@NullMarked
package org.parcours.query.update;

import org.jspecify.annotations.NullMarked;
