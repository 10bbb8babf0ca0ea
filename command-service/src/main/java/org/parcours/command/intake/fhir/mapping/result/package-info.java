/** Maps Observations, DiagnosticReports and ImagingStudies. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.result;

import org.jspecify.annotations.NullMarked;
