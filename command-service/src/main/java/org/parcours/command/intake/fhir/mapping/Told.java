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
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.FhirRejections;
import org.parcours.command.intake.fhir.resource.Moments;
import org.parcours.command.intake.fhir.resource.References;
import org.parcours.command.intake.fhir.resource.UnsupportedResourceException;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Demographics;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Visit;

/**
 * A resource that is about to be understood, and what is needed to do so.
 *
 * @param at its FHIRPath
 * @param aside resources that are told by others, as the observations of a report
 * @param putTogetherAt when the message was, for what tells no time
 * @param nowhere a number for what has none: always the same for the same message
 */
public record Told(
        Resource resource,
        String at,
        References references,
        Aside aside,
        OffsetDateTime putTogetherAt,
        Identifier nowhere,
        FhirProperties settings,
        DocumentStore documents) {

    String at(String element) {
        return at + "." + element;
    }

    Moments moments() {
        return new Moments(settings.zone());
    }

    RejectionException missing(String element) {
        return new RejectionException(FhirRejections.MISSING.at(at(element)));
    }

    /** The resource's own number. */
    Identifier number() {
        return references.numbersOf(resource).stream()
                .findFirst()
                .or(() -> references.ownNumber(resource, at))
                .orElse(nowhere);
    }

    /** The number of what it refers to, be it sent or not. */
    Optional<Identifier> numberOf(Reference reference, String element) {
        return resolve(reference)
                .map(found -> references.numberOf(found, at(element)))
                .or(() -> references.numberOutside(reference, at(element)));
    }

    Optional<Resource> resolve(Reference reference) {
        return references.resolve(reference, resource);
    }

    <T extends Resource> Optional<T> resolve(Reference reference, Class<T> type) {
        return resolve(reference).filter(type::isInstance).map(type::cast);
    }

    /** Whose it is. Where the patient was not sent, the number under which it is referred to is the evidence. */
    PatientEvidence patient(Reference subject, String element) {
        if (subject.isEmpty()) {
            throw missing(element);
        }
        Optional<String> type = references.typeOf(subject, resource);
        if (type.isPresent() && !type.get().equals("Patient")) {
            throw new UnsupportedResourceException(at(element));
        }
        Optional<Patient> sent = resolve(subject, Patient.class);
        return sent.map(patient -> Patients.evidence(patient, references, moments(), at(element)))
                .orElseGet(() -> new PatientEvidence(
                        List.of(references
                                .numberOutside(subject, at(element))
                                .orElseThrow(
                                        () -> new RejectionException(FhirRejections.NO_IDENTIFIER.at(at(element))))),
                        Demographics.UNKNOWN));
    }

    /** The stay that it belongs to. */
    Optional<Visit> visit(Reference encounter, String element) {
        if (encounter.isEmpty()) {
            return Optional.empty();
        }
        return numberOf(encounter, element)
                .map(number -> new Visit(
                        Optional.of(number), resolve(encounter, Encounter.class).flatMap(Encounters::patientClass)));
    }

    /** The first of the times that is told; else when the resource was last changed, or the message put together. */
    @SafeVarargs
    final OffsetDateTime occurredAt(Optional<OffsetDateTime>... times) {
        return Stream.of(times).flatMap(Optional::stream).findFirst().orElseGet(this::toldAt);
    }

    OffsetDateTime toldAt() {
        return changedAt().orElse(putTogetherAt);
    }

    private Optional<OffsetDateTime> changedAt() {
        return moments().of(resource.getMeta().getLastUpdatedElement(), at("meta.lastUpdated"));
    }

    Fact fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return new Fact(patient, visit, occurredAt, Optional.of(toldAt()), event, Optional.empty(), true);
    }

    List<Fact> facts(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return List.of(fact(patient, visit, occurredAt, event));
    }

    /** Facts that are told in order of time. */
    static List<Fact> inOrder(Stream<Fact> facts) {
        List<Fact> all = new ArrayList<>(facts.toList());
        all.sort(java.util.Comparator.comparing(fact -> fact.occurredAt().toInstant()));
        return all;
    }
}
