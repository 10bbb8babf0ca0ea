/** Who a patient is: registration, updates, merges and their undoing, stays that change patient. Pure; knows the frame in {@code journey} and nothing of the other steps. */
@NullMarked
package org.parcours.command.journey.identity;

import org.jspecify.annotations.NullMarked;
