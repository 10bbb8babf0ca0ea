/** Maps Patients. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.patient;

import org.jspecify.annotations.NullMarked;
