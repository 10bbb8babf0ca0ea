@NullMarked
package org.parcours.command.journey.other;

import org.jspecify.annotations.NullMarked;
