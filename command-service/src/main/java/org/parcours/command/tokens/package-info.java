/**
 * Where streaming processors keep how far they are: in the store of the log, so that they need no database of their own.
 * One entry a processor, changed only by who has seen the newest; what stands in an entry is the business of who asks
 * ({@code log.axon.tokens}).
 */
@NullMarked
package org.parcours.command.tokens;

import org.jspecify.annotations.NullMarked;
