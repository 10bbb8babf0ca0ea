/** What source applications reported of places, people and organisations, for the references of later messages. */
@NullMarked
package org.parcours.command.intake.fhir.directory;

import org.jspecify.annotations.NullMarked;
