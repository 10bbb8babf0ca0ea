/** Medication. Pure; depends on {@code journey} and on no other step. */
@NullMarked
package org.parcours.command.journey.medication;

import org.jspecify.annotations.NullMarked;
