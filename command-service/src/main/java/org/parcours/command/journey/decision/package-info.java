/**
 * Puts the decisions together: what a whole message becomes. One message is one command and one commit, because it
 * is answered as one.
 */
@NullMarked
package org.parcours.command.journey.decision;

import org.jspecify.annotations.NullMarked;
