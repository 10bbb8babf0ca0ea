/** What FHIR resources say, as they came: reading them, resolving their references, and how that fails. */
@NullMarked
package org.parcours.command.intake.fhir.resource;

import org.jspecify.annotations.NullMarked;
