/** The events in the order in which Parcours learnt of them. */
@NullMarked
package org.parcours.query.journal;

import org.jspecify.annotations.NullMarked;
