/** What a message says, whatever its format and feed: the facts that a parser found in it, or why there are none. */
@NullMarked
package org.parcours.command.message;

import org.jspecify.annotations.NullMarked;
