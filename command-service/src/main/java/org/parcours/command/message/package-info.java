/**
 * What a message says, whatever its format and feed: the facts that a parser found in it, or why there are none. The
 * formats' parsers ({@code intake}) produce these values, the pipeline ({@code processing}) and the deciders ({@code
 * journey}) consume them.
 */
@NullMarked
package org.parcours.command.message;

import org.jspecify.annotations.NullMarked;
