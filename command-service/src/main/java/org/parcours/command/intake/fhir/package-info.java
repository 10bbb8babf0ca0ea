/**
 * Parses FHIR R4, from HTTP, files and quarantine: bytes to a {@link org.parcours.command.message.ParsedMessage} or a
 * rejection. It depends on no feed, and contains no rule of the journey.
 */
@NullMarked
package org.parcours.command.intake.fhir;

import org.jspecify.annotations.NullMarked;
