/** FHIR R4 over HTTP: {@code POST /fhir} and single resources; responses as FHIR defines them. */
@NullMarked
package org.parcours.command.feeds.fhir;

import org.jspecify.annotations.NullMarked;
