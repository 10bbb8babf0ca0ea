/** Opens the event log on a store that is chosen by its address. */
@NullMarked
package org.parcours.command.eventlog.factory;

import org.jspecify.annotations.NullMarked;
