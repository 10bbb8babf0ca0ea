@NullMarked
package org.parcours.command.journey.imaging;

import org.jspecify.annotations.NullMarked;
