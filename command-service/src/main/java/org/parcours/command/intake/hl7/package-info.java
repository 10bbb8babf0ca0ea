/**
 * Parses HL7 v2: {@code message} reads segments and fields, {@code mapping} maps them to facts. The MLLP feed ({@code
 * feeds.mllp}) receives the bytes, and acknowledges a message once its outcome is durable (rule 6).
 */
@NullMarked
package org.parcours.command.intake.hl7;

import org.jspecify.annotations.NullMarked;
