/** Maps ServiceRequests and Specimens, and the numbers of orders. */
@NullMarked
package org.parcours.command.intake.fhir.mapping.order;

import org.jspecify.annotations.NullMarked;
