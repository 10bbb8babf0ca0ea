/** Stores the attachments of resources as documents. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.attachment;

import org.jspecify.annotations.NullMarked;
