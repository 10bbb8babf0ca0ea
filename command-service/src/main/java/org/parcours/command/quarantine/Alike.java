package org.parcours.command.quarantine;

import java.time.Instant;

/**
 * Open messages of one sender that were refused for one reason.
 *
 * @param messages how many are kept
 * @param times how often they came, the same one more than once included
 * @param first when the first of them was received
 * @param last when one of them was received last
 */
public record Alike(String sender, String code, String field, long messages, long times, Instant first, Instant last) {}
