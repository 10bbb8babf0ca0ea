/** Reads HTTP requests within limits, for every endpoint that accepts messages. */
@NullMarked
package org.parcours.command.http;

import org.jspecify.annotations.NullMarked;
