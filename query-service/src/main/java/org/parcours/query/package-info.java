/** The read side: screens and API over views that only {@code projection} writes. */
@NullMarked
package org.parcours.query;

import org.jspecify.annotations.NullMarked;
