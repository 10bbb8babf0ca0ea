/**
 * The MLLP feed: receives HL7 v2 messages in frames over TCP (minimal lower layer protocol), passes them to the
 * pipeline and acknowledges their outcome. Maps nothing to facts.
 */
@NullMarked
package org.parcours.command.feeds.mllp;

import org.jspecify.annotations.NullMarked;
