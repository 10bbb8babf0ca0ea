/** Maps Encounters to stays and their movements. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.stay;

import org.jspecify.annotations.NullMarked;
