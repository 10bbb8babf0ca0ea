@NullMarked
package org.parcours.command.journey.letter;

import org.jspecify.annotations.NullMarked;
