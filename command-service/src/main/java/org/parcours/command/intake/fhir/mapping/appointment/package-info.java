/** Maps Appointments. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.appointment;

import org.jspecify.annotations.NullMarked;
