/**
 * FHIR resources as trees of elements, as they were sent: an element has its path and its type, and a value that is read is
 * accounted for (rule 8). The types are those of FHIR R4, as HAPI FHIR defines them.
 */
@NullMarked
package org.parcours.command.intake.fhir.element;

import org.jspecify.annotations.NullMarked;
