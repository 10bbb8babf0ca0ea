/** Stays and their movements. Pure; depends on {@code journey} and on no other step. */
@NullMarked
package org.parcours.command.journey.stay;

import org.jspecify.annotations.NullMarked;
