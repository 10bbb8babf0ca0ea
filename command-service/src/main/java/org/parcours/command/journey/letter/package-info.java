/** The discharge letter. Pure; depends on {@code journey} and on no other step. */
@NullMarked
package org.parcours.command.journey.letter;

import org.jspecify.annotations.NullMarked;
