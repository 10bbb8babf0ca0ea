/** Kinds of step from the catalogue. Pure; depends on {@code journey} and on no other step. */
@NullMarked
package org.parcours.command.journey.other;

import org.jspecify.annotations.NullMarked;
