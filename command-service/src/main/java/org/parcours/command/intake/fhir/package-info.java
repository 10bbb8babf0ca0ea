/** Parses FHIR R4, from HTTP, files and quarantine. */
@NullMarked
package org.parcours.command.intake.fhir;

import org.jspecify.annotations.NullMarked;
