/** Appointments. Pure; knows the frame in {@code journey} and nothing of the other steps. */
@NullMarked
package org.parcours.command.journey.appointment;

import org.jspecify.annotations.NullMarked;
