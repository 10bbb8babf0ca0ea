@NullMarked
package org.parcours.command.journey.surgery;

import org.jspecify.annotations.NullMarked;
