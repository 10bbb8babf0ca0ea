/** Opens the event log on the store that an address names. */
@NullMarked
package org.parcours.command.eventlog.factory;

import org.jspecify.annotations.NullMarked;
