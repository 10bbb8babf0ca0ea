package org.parcours.command.intake.fhir.mapping.context;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.FhirDateTimeParser;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.intake.fhir.resource.ResourceIdentity;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Practitioner;
import org.parcours.events.StepKey;
import org.parcours.events.Visit;

/**
 * A resource to be mapped, with what its mapper needs.
 *
 * @param message in which it was sent
 * @param parts the other resources of the message that the facts contain, such as the observations of a report
 */
public record ResourceContext(FhirElement resource, MessageContext message, List<FhirElement> parts) {

    public ResourceContext(FhirElement resource, MessageContext message) {
        this(resource, message, new ArrayList<>());
    }

    public ReferenceResolver references() {
        return message.references();
    }

    public DiagnosticReportObservationSet reportedObservations() {
        return message.reportedObservations();
    }

    public FhirProperties settings() {
        return message.settings();
    }

    public DocumentStore documents() {
        return message.documents();
    }

    public FhirDateTimeParser dateTimes() {
        return new FhirDateTimeParser(settings().zone());
    }

    public Optional<ReportedTime> time(String element) {
        return dateTimes().parse(resource.child(element));
    }

    /** As {@link FhirDateTimeParser#start}. */
    public Optional<ReportedTime> start(String element) {
        return dateTimes().start(resource.child(element));
    }

    /** As {@link FhirDateTimeParser#end}. */
    public Optional<ReportedTime> end(String element) {
        return dateTimes().end(resource.child(element));
    }

    /** @throws RejectionException where the element is missing */
    public String requireText(String element) {
        return resource.text(element).orElseThrow(() -> missingElement(element));
    }

    public RejectionException missingElement(String element) {
        return FhirRejectionCode.MISSING_ELEMENT.exceptionAt(resource.pathOf(element));
    }

    public ResourceIdentity identity() {
        return references().identityOf(resource);
    }

    /** The resource's business identifier, otherwise its id as an identifier, otherwise one by its content. */
    public Identifier identifier() {
        return identity().all().getFirst();
    }

    /**
     * The further keys of the resource's step: it is found by all of its identifiers, and by its id. The id is always one of
     * them: two resources that share a number are two things (ADR 37).
     */
    public List<StepKey> otherKeys(String family) {
        return Stream.concat(identity().business().stream().skip(1), identity().ids().stream())
                .map(identifier -> new StepKey(family, identifier))
                .toList();
    }

    /** The identifiers of the referenced resource, whether it is in the message or not. */
    public List<Identifier> identifiersOf(FhirElement reference) {
        return references().identifiersOf(reference);
    }

    public Optional<Identifier> identifierOf(FhirElement reference) {
        return identifiersOf(reference).stream().findFirst();
    }

    public Optional<FhirElement> resolve(FhirElement reference) {
        return references().resolve(reference);
    }

    public Optional<FhirElement> resolve(FhirElement reference, String type) {
        return resolve(reference).filter(target -> target.isType(type));
    }

    public PatientEvidence subject() {
        return patientEvidence("subject");
    }

    /** As {@link SubjectMapper#patientEvidence(String)}. */
    public PatientEvidence patientEvidence(String element) {
        return new SubjectMapper(this).patientEvidence(element);
    }

    /** As {@link SubjectMapper#patientEvidence(FhirElement)}. */
    public PatientEvidence patientEvidence(FhirElement subject) {
        return new SubjectMapper(this).patientEvidence(subject);
    }

    public PatientEvidence evidenceOf(FhirElement patient) {
        return new SubjectMapper(this).evidenceOf(patient);
    }

    /** Whether the resource only says that it does not count: it is found by its own identifiers and id. */
    public boolean isTakenBack() {
        return new SubjectMapper(this).isTakenBack();
    }

    /** The visit of the stay that the resource belongs to. */
    public Optional<Visit> visit(FhirElement encounter) {
        return new VisitMapper(this).ofReference(encounter);
    }

    /** As {@link PractitionerMapper#practitioner}. */
    public Optional<Practitioner> practitioner(FhirElement reference) {
        return new PractitionerMapper(this).practitioner(reference);
    }

    /** As {@link PlaceMapper#location}. */
    public Optional<Location> location(FhirElement reference) {
        return new PlaceMapper(this).location(reference);
    }

    public FhirTextFormatter texts() {
        return new FhirTextFormatter(this);
    }

    /** The first of the times that is present; otherwise when the source application reported the resource. */
    @SafeVarargs
    public final OccurrenceTime occurredAt(Optional<ReportedTime>... times) {
        return Stream.of(times)
                .flatMap(Optional::stream)
                .findFirst()
                .map(OccurrenceTime::stated)
                .orElseGet(this::reportedTime);
    }

    /** When the resource was last updated, otherwise when the message was created or received. */
    public OccurrenceTime reportedTime() {
        return lastUpdated().map(OccurrenceTime::derived).orElse(message.sent());
    }

    private Optional<ReportedTime> lastUpdated() {
        return dateTimes().parse(resource.child("meta").child("lastUpdated"));
    }

    /** What a withdrawn resource contains does not count: it is accounted for as a whole. */
    public void discardContent() {
        resource.markRead();
    }

    public Fact fact(PatientEvidence patient, Optional<Visit> visit, OccurrenceTime occurredAt, Event event) {
        Optional<ReportedTime> lastUpdated = lastUpdated();
        OffsetDateTime reportedAt =
                lastUpdated.map(OccurrenceTime::derived).orElse(message.sent()).time();
        EventAnnotations annotations = EventAnnotations.of(occurredAt.precision(), occurredAt.origin())
                .withSentAt(lastUpdated.map(time -> time.value().time()))
                .withVersion(resource.child("meta").text("versionId").or(() -> references()
                        .baseVersion(resource)));
        return new Fact(
                patient,
                visit,
                occurredAt.time(),
                Optional.of(reportedAt),
                event,
                Optional.empty(),
                true,
                annotations,
                occurredAt.anomalies());
    }

    public List<Fact> facts(PatientEvidence patient, Optional<Visit> visit, OccurrenceTime occurredAt, Event event) {
        return List.of(fact(patient, visit, occurredAt, event));
    }
}
