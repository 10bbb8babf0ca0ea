@NullMarked
package org.parcours.command.journey.exam;

import org.jspecify.annotations.NullMarked;
