/**
 * Combines the deciders to one decision about a message. One message is one command and one commit, because it gets one
 * acknowledgement.
 */
@NullMarked
package org.parcours.command.journey.decision;

import org.jspecify.annotations.NullMarked;
