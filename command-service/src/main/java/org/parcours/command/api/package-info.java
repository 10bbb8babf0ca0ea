/** Puts the rooms together as Spring beans, and shows them to those on call: the log's own API, health, metrics. */
@NullMarked
package org.parcours.command.api;

import org.jspecify.annotations.NullMarked;
