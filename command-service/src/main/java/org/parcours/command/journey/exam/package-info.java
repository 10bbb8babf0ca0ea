/** Laboratory and functional exams. Pure; knows the frame in {@code journey} and nothing of the other steps. */
@NullMarked
package org.parcours.command.journey.exam;

import org.jspecify.annotations.NullMarked;
