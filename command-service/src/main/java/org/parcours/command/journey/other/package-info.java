/** Kinds of step from the catalogue. Pure; knows the frame in {@code journey} and nothing of the other steps. */
@NullMarked
package org.parcours.command.journey.other;

import org.jspecify.annotations.NullMarked;
