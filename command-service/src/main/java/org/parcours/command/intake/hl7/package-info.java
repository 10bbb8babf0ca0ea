/**
 * HL7 v2 comes in: the bytes of a message become a {@link org.parcours.command.message.ParsedMessage} or a refusal, and an
 * acknowledgement goes back once the outcome is durable (rule 6). {@code message} reads what was said, {@code mapping}
 * says what it means, {@code mllp} is the wire. No rule of the journey lives here.
 */
@NullMarked
package org.parcours.command.intake.hl7;

import org.jspecify.annotations.NullMarked;
