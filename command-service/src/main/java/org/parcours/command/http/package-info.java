/** Limits what HTTP requests may take of the memory, for every endpoint that accepts messages. */
@NullMarked
package org.parcours.command.http;

import org.jspecify.annotations.NullMarked;
