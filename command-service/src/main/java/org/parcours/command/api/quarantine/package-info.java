/** The HTTP API of the quarantine: search, display and resubmission of messages. */
@NullMarked
package org.parcours.command.api.quarantine;

import org.jspecify.annotations.NullMarked;
