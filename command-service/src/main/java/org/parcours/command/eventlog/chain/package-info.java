/** The hash chain: each commit's hash covers the one before, so that no change of the past goes unseen. */
@NullMarked
package org.parcours.command.eventlog.chain;

import org.jspecify.annotations.NullMarked;
