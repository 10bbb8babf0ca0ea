/** Operations. Pure; knows the frame in {@code journey} and nothing of the other steps. */
@NullMarked
package org.parcours.command.journey.surgery;

import org.jspecify.annotations.NullMarked;
