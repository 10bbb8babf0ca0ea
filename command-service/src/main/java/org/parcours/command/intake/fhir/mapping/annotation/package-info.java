/** Collects what a resource states besides the fields of its event. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.annotation;

import org.jspecify.annotations.NullMarked;
