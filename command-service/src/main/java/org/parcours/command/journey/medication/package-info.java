@NullMarked
package org.parcours.command.journey.medication;

import org.jspecify.annotations.NullMarked;
