/** Maps prescriptions, dispenses, administrations and statements of medication. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.medication;

import org.jspecify.annotations.NullMarked;
