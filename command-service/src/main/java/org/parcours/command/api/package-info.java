/** The HTTP API for operators and other services: the event log, documents and source applications. */
@NullMarked
package org.parcours.command.api;

import org.jspecify.annotations.NullMarked;
