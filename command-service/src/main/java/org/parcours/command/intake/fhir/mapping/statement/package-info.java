/** Maps statements about the patient: allergies, conditions, plans, vaccinations, devices, flags. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.statement;

import org.jspecify.annotations.NullMarked;
