package org.parcours.command.intake.fhir.mapping.context;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Visit;

/**
 * What the mappers of all resources of a message need.
 *
 * @param reportedObservations the observations that a DiagnosticReport of the message contains
 * @param sent when the message was created, or received where it does not say so: for a resource without a time
 * @param patients maps a Patient
 * @param evidence of the patients of the message, so that each is mapped once
 * @param visits of the stays of the message, by Encounter
 */
public record MessageContext(
        ReferenceResolver references,
        DiagnosticReportObservationSet reportedObservations,
        OccurrenceTime sent,
        FhirProperties settings,
        DocumentStore documents,
        BiFunction<FhirElement, ResourceContext, PatientEvidence> patients,
        Map<FhirElement, PatientEvidence> evidence,
        Map<FhirElement, Visit> visits) {

    public MessageContext(
            ReferenceResolver references,
            DiagnosticReportObservationSet reportedObservations,
            OccurrenceTime sent,
            FhirProperties settings,
            DocumentStore documents,
            BiFunction<FhirElement, ResourceContext, PatientEvidence> patients) {
        this(
                references,
                reportedObservations,
                sent,
                settings,
                documents,
                patients,
                new IdentityHashMap<>(),
                new IdentityHashMap<>());
    }
}
