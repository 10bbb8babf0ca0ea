/** Writes elements as text for display, complete: with the resources that they refer to. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.text;

import org.jspecify.annotations.NullMarked;
