/**
 * The identity of patients: registrations, updates, merges and their undoing, stays that change patient. Pure; depends
 * on {@code journey} and on no other step.
 */
@NullMarked
package org.parcours.command.journey.identity;

import org.jspecify.annotations.NullMarked;
