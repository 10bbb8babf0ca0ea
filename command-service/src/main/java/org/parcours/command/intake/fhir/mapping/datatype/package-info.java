/** Maps the data types of FHIR: codes, quantities, addresses; text of them without a context. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.datatype;

import org.jspecify.annotations.NullMarked;
