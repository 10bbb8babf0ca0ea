/** Answers questions about journeys from views that only {@code projection} writes. */
@NullMarked
package org.parcours.query;

import org.jspecify.annotations.NullMarked;
