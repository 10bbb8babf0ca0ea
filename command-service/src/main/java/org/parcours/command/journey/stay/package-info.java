@NullMarked
package org.parcours.command.journey.stay;

import org.jspecify.annotations.NullMarked;
