/** The wire: the minimal lower layer protocol, frames of bytes over TCP. Knows nothing of what a message says. */
@NullMarked
package org.parcours.command.feeds.mllp;

import org.jspecify.annotations.NullMarked;
