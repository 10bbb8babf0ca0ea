/** Maps Compositions and DocumentReferences. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.document;

import org.jspecify.annotations.NullMarked;
