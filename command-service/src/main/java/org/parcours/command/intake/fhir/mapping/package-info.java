/** Maps FHIR resources to facts: one mapper for each family of resource types. */
@NullMarked
package org.parcours.command.intake.fhir.mapping;

import org.jspecify.annotations.NullMarked;
