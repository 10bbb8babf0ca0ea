/** The identity of patients: registrations, updates, merges and their undoing, stays that change patient. */
@NullMarked
package org.parcours.command.journey.identity;

import org.jspecify.annotations.NullMarked;
