/** The API of the quarantine: finding, showing and resubmitting rejected messages. */
@NullMarked
package org.parcours.command.api.quarantine;

import org.jspecify.annotations.NullMarked;
