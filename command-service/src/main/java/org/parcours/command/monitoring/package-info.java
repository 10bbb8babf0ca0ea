/**
 * Which application talks, and which is silent: what came of whom, counted by the minute and by the hour, beside the log. It
 * only looks on: whatever fails here, a message is taken all the same. No patient is named in it.
 */
@NullMarked
package org.parcours.command.monitoring;

import org.jspecify.annotations.NullMarked;
