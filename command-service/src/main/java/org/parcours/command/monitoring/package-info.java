/**
 * Which application is active and which is silent: the outcomes of their messages, counted by minute and by hour,
 * outside the log. It only observes: a failure here never affects the processing of a message. It contains no patient's
 * identity.
 */
@NullMarked
package org.parcours.command.monitoring;

import org.jspecify.annotations.NullMarked;
