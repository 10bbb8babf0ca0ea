/** Maps resources to steps of the catalogue. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.catalogue;

import org.jspecify.annotations.NullMarked;
