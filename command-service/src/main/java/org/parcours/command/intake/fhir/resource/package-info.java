/** Reads FHIR resources as they were sent, resolves their references, and contains the reasons to reject them. */
@NullMarked
package org.parcours.command.intake.fhir.resource;

import org.jspecify.annotations.NullMarked;
