/** The views as they are stored: names, shapes and reading. Written by {@code projection} alone. */
@NullMarked
package org.parcours.query.views;

import org.jspecify.annotations.NullMarked;
