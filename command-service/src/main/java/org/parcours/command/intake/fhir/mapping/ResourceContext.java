package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.nonBlank;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
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
import org.parcours.events.PersonName;
import org.parcours.events.Visit;

/**
 * A resource to be mapped, with what its mapper needs.
 *
 * @param reportedObservations the observations that a DiagnosticReport of the same message contains
 * @param messageTimestamp when the message was created, for a resource without a time
 * @param fallbackIdentifier for a resource without an identifier; always the same for the same message
 */
public record ResourceContext(
        Resource resource,
        String path,
        ReferenceResolver references,
        DiagnosticReportObservationSet reportedObservations,
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

    Optional<OffsetDateTime> time(@Nullable BaseDateTimeType value, String element) {
        return dateTimes().parse(value, pathOf(element));
    }

    /** As {@link FhirDateTimeParser#start}. */
    Optional<OffsetDateTime> start(@Nullable Type value, String element) {
        return dateTimes().start(value, pathOf(element));
    }

    /** As {@link FhirDateTimeParser#end}. */
    Optional<OffsetDateTime> end(@Nullable Type value, String element) {
        return dateTimes().end(value, pathOf(element));
    }

    /** @throws RejectionException where the element is missing */
    <T> T require(@Nullable T value, String element) {
        if (value == null) {
            throw missingElement(element);
        }
        return value;
    }

    RejectionException missingElement(String element) {
        return FhirRejectionCode.MISSING_ELEMENT.exceptionAt(pathOf(element));
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
        return resolve(subject, Patient.class)
                .map(patient -> FhirPatientMapper.evidence(patient, references, dateTimes(), pathOf(element)))
                .orElseGet(() -> new PatientEvidence(
                        List.of(references
                                .externalIdentifier(subject, pathOf(element))
                                .orElseThrow(() -> FhirRejectionCode.NO_IDENTIFIER.exceptionAt(pathOf(element)))),
                        Demographics.UNKNOWN));
    }

    /** The visit of the stay that the resource belongs to. */
    Optional<Visit> visit(Reference encounter, String element) {
        return encounter.isEmpty()
                ? Optional.empty()
                : identifierOf(encounter, element)
                        .map(number -> new Visit(
                                Optional.of(number),
                                resolve(encounter, Encounter.class).flatMap(FhirEncounterMapper::patientClass)));
    }

    /** The practitioner as the message describes them, otherwise by the reference's display or identifier. */
    Optional<org.parcours.events.Practitioner> practitioner(Reference reference, String element) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<Resource> target = resolve(reference);
        if (target.orElse(null) instanceof PractitionerRole role && role.hasPractitioner()) {
            return practitioner(role.getPractitioner(), element);
        }
        Optional<PersonName> name = resolve(reference, Practitioner.class)
                .flatMap(person -> person.getName().stream().findFirst())
                .flatMap(DataTypeMapper::personName)
                .or(() -> nonBlank(reference.getDisplay()).map(text -> PersonName.of(text, "")));
        Optional<Identifier> number = target.isEmpty() && name.isEmpty()
                ? references.externalIdentifier(reference, pathOf(element))
                : target.flatMap(
                        person -> references.identifiersOf(person).stream().findFirst());
        return number.isEmpty() && name.isEmpty()
                ? Optional.empty()
                : Optional.of(new org.parcours.events.Practitioner(number, name));
    }

    /** The location by its name, otherwise by the reference's display or literal. */
    Optional<org.parcours.events.Location> location(Reference reference) {
        return resolve(reference, Location.class)
                .flatMap(place -> nonBlank(place.getName()))
                .or(() -> resolve(reference, Organization.class).flatMap(place -> nonBlank(place.getName())))
                .or(() -> nonBlank(reference.getDisplay()))
                .or(() -> nonBlank(reference.getReference()).filter(literal -> !literal.startsWith("#")))
                .map(org.parcours.events.Location::of);
    }

    /** The first of the times that is present; otherwise when the source application reported the resource. */
    @SafeVarargs
    final OffsetDateTime occurredAt(Optional<OffsetDateTime>... times) {
        return Stream.of(times).flatMap(Optional::stream).findFirst().orElseGet(this::reportedAt);
    }

    /** When the resource was last updated, otherwise when the message was created. */
    OffsetDateTime reportedAt() {
        return time(resource.getMeta().getLastUpdatedElement(), "meta.lastUpdated")
                .orElse(messageTimestamp);
    }

    Fact fact(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return new Fact(patient, visit, occurredAt, Optional.of(reportedAt()), event, Optional.empty(), true);
    }

    List<Fact> facts(PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt, Event event) {
        return List.of(fact(patient, visit, occurredAt, event));
    }
}
