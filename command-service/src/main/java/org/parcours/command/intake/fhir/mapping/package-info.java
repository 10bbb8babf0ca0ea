/** What each kind of FHIR resource tells, as facts: a mapper a family. */
@NullMarked
package org.parcours.command.intake.fhir.mapping;

import org.jspecify.annotations.NullMarked;
