/**
 * FHIR R4 comes in over HTTP: {@code POST /fhir} and single resources. Bytes become a
 * {@link org.parcours.command.message.ParsedMessage} or a refusal; no rule of the journey lives here.
 */
@NullMarked
package org.parcours.command.intake.fhir;

import org.jspecify.annotations.NullMarked;
