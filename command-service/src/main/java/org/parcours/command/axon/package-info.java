/**
 * Axon Framework on the event log: the storage engine, the handler of the one command, and their configuration. The
 * only package that imports Axon.
 */
@NullMarked
package org.parcours.command.axon;

import org.jspecify.annotations.NullMarked;
