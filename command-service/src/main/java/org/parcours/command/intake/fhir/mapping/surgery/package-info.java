/** Maps Procedures. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.surgery;

import org.jspecify.annotations.NullMarked;
