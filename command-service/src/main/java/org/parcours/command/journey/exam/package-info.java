/** Laboratory and functional exams. Pure; depends on {@code journey} and on no other step. */
@NullMarked
package org.parcours.command.journey.exam;

import org.jspecify.annotations.NullMarked;
