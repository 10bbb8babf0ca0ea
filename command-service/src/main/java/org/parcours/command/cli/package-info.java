/**
 * The command line {@code bin/parcours}, which works on the stores that the services' configuration names. Exit codes:
 * 0 without findings, 1 with findings or errors (summarised on the last line), 2 on wrong usage.
 */
@NullMarked
package org.parcours.command.cli;

import org.jspecify.annotations.NullMarked;
