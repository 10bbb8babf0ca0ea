/** Stays and their movements. Pure; knows the frame in {@code journey} and nothing of the other steps. */
@NullMarked
package org.parcours.command.journey.stay;

import org.jspecify.annotations.NullMarked;
