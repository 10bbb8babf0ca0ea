package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.fhir.resource.FhirDateTimeParser;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.NonPatientSubjectException;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Demographics;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Visit;

/**
 * A resource to be mapped, with what its mapper needs.
 *
 * @param path its FHIRPath
 * @param reportedObservations the observations that a DiagnosticReport of the same message contains
 * @param messageTimestamp when the message was created, for a resource without a time
 * @param fallbackIdentifier for a resource without an identifier; always the same for the same message
 */
public record ResourceContext(
        Resource resource,
        String path,
        ReferenceResolver references,
        ReportedObservations reportedObservations,
        OffsetDateTime messageTimestamp,
        Identifier fallbackIdentifier,
        FhirProperties settings,
        DocumentStore documents) {

    String pathOf(String element) {
        return path + "." + element;
    }

    FhirDateTimeParser dateTimes() {
        return new FhirDateTimeParser(settings.zone());
    }

    RejectionException missingElement(String element) {
        return new RejectionException(FhirRejectionCode.MISSING_ELEMENT.at(pathOf(element)));
    }

    /** The resource's business identifier, otherwise its id as an identifier, otherwise the fallback. */
    Identifier identifier() {
        return references.identifiersOf(resource).stream()
                .findFirst()
                .or(() -> references.idAsIdentifier(resource, path))
                .orElse(fallbackIdentifier);
    }

    /** The identifier of the referenced resource, whether it is in the message or not. */
    Optional<Identifier> identifierOf(Reference reference, String element) {
        return resolve(reference)
                .map(target -> references.identifierOf(target, pathOf(element)))
                .or(() -> references.externalIdentifier(reference, pathOf(element)));
    }

    Optional<Resource> resolve(Reference reference) {
        return references.resolve(reference, resource);
    }

    <T extends Resource> Optional<T> resolve(Reference reference, Class<T> type) {
        return resolve(reference).filter(type::isInstance).map(type::cast);
    }

    /**
     * The patient of the resource. For a patient that is not in the message, the identifier in the reference is the
     * evidence.
     *
     * @throws NonPatientSubjectException where the subject is not a patient
     */
    PatientEvidence patientEvidence(Reference subject, String element) {
        if (subject.isEmpty()) {
            throw missingElement(element);
        }
        Optional<String> type = references.typeOf(subject, resource);
        if (type.isPresent() && !type.get().equals("Patient")) {
            throw new NonPatientSubjectException(pathOf(element));
        }
        Optional<Patient> resolved = resolve(subject, Patient.class);
        return resolved.map(patient -> FhirPatientMapper.evidence(patient, references, dateTimes(), pathOf(element)))
                .orElseGet(() -> new PatientEvidence(
                        List.of(references
                                .externalIdentifier(subject, pathOf(element))
                                .orElseThrow(() ->
                                        new RejectionException(FhirRejectionCode.NO_IDENTIFIER.at(pathOf(element))))),
                        Demographics.UNKNOWN));
    }

    /** The visit of the stay that the resource belongs to. */
    Optional<Visit> visit(Reference encounter, String element) {
        if (encounter.isEmpty()) {
            return Optional.empty();
        }
        return identifierOf(encounter, element)
                .map(identifier -> new Visit(
                        Optional.of(identifier),
                        resolve(encounter, Encounter.class).flatMap(FhirEncounterMapper::patientClass)));
    }

    /** The first of the times that is present; otherwise when the source application reported the resource. */
    @SafeVarargs
    final OffsetDateTime occurredAt(Optional<OffsetDateTime>... times) {
        return Stream.of(times).flatMap(Optional::stream).findFirst().orElseGet(this::reportedAt);
    }

    /** When the resource was last updated, otherwise when the message was created. */
    OffsetDateTime reportedAt() {
        return lastUpdated().orElse(messageTimestamp);
    }

    private Optional<OffsetDateTime> lastUpdated() {
        return dateTimes().parse(resource.getMeta().getLastUpdatedElement(), pathOf("meta.lastUpdated"));
    }

    Fact fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return new Fact(patient, visit, occurredAt, Optional.of(reportedAt()), event, Optional.empty(), true);
    }

    List<Fact> facts(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return List.of(fact(patient, visit, occurredAt, event));
    }

    /** The facts in the order of their times. */
    static List<Fact> sortedByTime(Stream<Fact> facts) {
        List<Fact> sorted = new ArrayList<>(facts.toList());
        sorted.sort(java.util.Comparator.comparing(fact -> fact.occurredAt().toInstant()));
        return sorted;
    }
}
