/** The kinds of step and their labels, lanes and icons: data, not code. */
@NullMarked
package org.parcours.events.catalogue;

import org.jspecify.annotations.NullMarked;
