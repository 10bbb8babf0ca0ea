/**
 * The hash chain: each commit's hash covers the previous one, so that every change of a recorded commit is detected.
 */
@NullMarked
package org.parcours.command.eventlog.chain;

import org.jspecify.annotations.NullMarked;
