/**
 * The command line, {@code bin/parcours}: works on the stores that the services' own configuration names. Exits with 0
 * when all is well, 1 when something was found wrong (said on the last line), 2 on wrong usage.
 */
@NullMarked
package org.parcours.command.cli;

import org.jspecify.annotations.NullMarked;
