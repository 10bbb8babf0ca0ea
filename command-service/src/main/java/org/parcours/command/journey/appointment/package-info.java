@NullMarked
package org.parcours.command.journey.appointment;

import org.jspecify.annotations.NullMarked;
