/** CloudEvents over HTTP: {@code POST /api/facts}. */
@NullMarked
package org.parcours.command.feeds.rest;

import org.jspecify.annotations.NullMarked;
