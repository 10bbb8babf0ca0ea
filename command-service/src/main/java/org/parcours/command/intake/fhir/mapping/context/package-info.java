/** A resource among those of its message: its patient, stay, people and places, for the mappers of all types. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.context;

import org.jspecify.annotations.NullMarked;
