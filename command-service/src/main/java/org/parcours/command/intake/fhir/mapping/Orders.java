package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Specimen.SpecimenStatus;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.SpecimenCollected;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** ServiceRequest and Specimen: what is asked for, of whatever kind, and what was taken for it. */
final class Orders {

    /** SNOMED CT 363679005 imaging; HL7 table 0074. */
    private static final Set<String> IMAGING =
            Set.of("363679005", "RAD", "RX", "CT", "NMR", "RUS", "NMS", "OUS", "VUS");

    /** SNOMED CT 108252007 laboratory procedure, 15220000 laboratory test; HL7 table 0074. */
    private static final Set<String> LABORATORY =
            Set.of("108252007", "15220000", "laboratory", "LAB", "CH", "HM", "MB", "BLB", "SR", "GE", "IMM", "TX");

    private static final Set<String> SURGERY = Set.of("387713003");

    private Orders() {}

    private enum Kind {
        EXAM,
        IMAGING,
        SURGERY,
        OTHER
    }

    static List<Fact> requested(Told told, ServiceRequest request) {
        ServiceRequestStatus status = request.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        PatientEvidence patient = told.patient(request.getSubject(), "subject");
        boolean dropped = status == ServiceRequestStatus.REVOKED || status == ServiceRequestStatus.ENTEREDINERROR;
        OffsetDateTime at = dropped
                ? told.toldAt()
                : told.occurredAt(told.moments().of(request.getAuthoredOnElement(), told.at("authoredOn")));
        Event event = dropped ? dropped(told, request) : asked(told, request);
        return told.facts(patient, told.visit(request.getEncounter(), "encounter"), at, event);
    }

    private static Event asked(Told told, ServiceRequest request) {
        Coding examination = examination(told, request);
        Optional<String> priority = Optional.ofNullable(request.getPriority()).map(word -> word.toCode());
        Optional<OffsetDateTime> plannedAt = told.moments().begin(request.getOccurrence(), told.at("occurrence"));
        Optional<Practitioner> prescriber = Words.practitioner(told, request.getRequester(), "requester");
        return switch (kind(told, request)) {
            case EXAM ->
                new ExamOrdered(
                        numbers(told.references().numbersOf(request), told),
                        examination,
                        priority,
                        plannedAt,
                        prescriber);
            case IMAGING ->
                new ImagingOrdered(
                        numbers(told.references().numbersOf(request), told),
                        examination,
                        priority,
                        plannedAt,
                        prescriber);
            case SURGERY ->
                new SurgeryScheduled(
                        told.number(),
                        Optional.of(examination),
                        plannedAt,
                        told.moments().end(request.getOccurrence(), told.at("occurrence")),
                        Words.location(told, request.getLocationReferenceFirstRep()),
                        Words.practitioner(told, request.getPerformerFirstRep(), "performer"));
            case OTHER -> step(told, request, examination, StepStatus.PLANNED);
        };
    }

    private static Event dropped(Told told, ServiceRequest request) {
        Optional<Coding> examination = Words.coding(request.getCode());
        return switch (kind(told, request)) {
            case EXAM ->
                new ExamOrderCancelled(
                        numbers(told.references().numbersOf(request), told), examination, Optional.empty());
            case IMAGING ->
                new ImagingOrderCancelled(
                        numbers(told.references().numbersOf(request), told), examination, Optional.empty());
            case SURGERY -> new SurgeryCancelled(told.number(), Optional.empty());
            case OTHER -> step(told, request, examination(told, request), StepStatus.CANCELLED);
        };
    }

    private static StepRecorded step(Told told, ServiceRequest request, Coding what, StepStatus status) {
        return new StepRecorded(
                new Kinds(told.settings()).of(request.getCode(), request.getCategory()),
                told.number(),
                status,
                Optional.of(what.label()),
                Optional.empty(),
                Map.of());
    }

    /** Without a category: what has a specimen or a laboratory's code is an exam. */
    private static Kind kind(Told told, ServiceRequest request) {
        if (Words.has(request.getCategory(), IMAGING) || !request.hasCategory() && saysImaging(told, request)) {
            return Kind.IMAGING;
        }
        if (Words.has(request.getCategory(), SURGERY)) {
            return Kind.SURGERY;
        }
        boolean laboratory = Words.has(request.getCategory(), LABORATORY)
                || request.hasSpecimen()
                || !request.hasCategory()
                        && request.getCode().getCoding().stream()
                                .anyMatch(coding -> "http://loinc.org".equals(coding.getSystem()));
        return laboratory ? Kind.EXAM : Kind.OTHER;
    }

    private static boolean saysImaging(Told told, ServiceRequest request) {
        return Words.coding(request.getCode())
                .filter(code -> Stream.of(code.label().toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+"))
                        .anyMatch(told.settings().imagingWords()::contains))
                .isPresent();
    }

    private static Coding examination(Told told, ServiceRequest request) {
        return Words.coding(request.getCode())
                .or(() -> Words.coding(request.getOrderDetail()))
                .or(() -> Words.coding(request.getCategory()))
                .orElseThrow(() -> told.missing("code"));
    }

    static List<Fact> collected(Told told, Specimen specimen) {
        PatientEvidence patient = told.patient(specimen.getSubject(), "subject");
        if (specimen.getStatus() == SpecimenStatus.ENTEREDINERROR) {
            return List.of();
        }
        OffsetDateTime at = told.occurredAt(
                told.moments().begin(specimen.getCollection().getCollected(), told.at("collection.collected")),
                told.moments().of(specimen.getReceivedTimeElement(), told.at("receivedTime")));
        OrderNumbers order = specimen.getRequest().stream()
                .findFirst()
                .flatMap(request -> of(told, request, "request"))
                .orElseGet(() -> new OrderNumbers(Optional.empty(), Optional.of(told.number())));
        return told.facts(
                patient,
                Optional.empty(),
                at,
                new SpecimenCollected(order, Optional.of(told.number()), Words.coding(specimen.getType())));
    }

    /** The numbers of an order that something else refers to. */
    static Optional<OrderNumbers> of(Told told, Reference order, String element) {
        Optional<Resource> sent = told.resolve(order);
        return sent.isPresent()
                ? sent.map(found -> numbers(
                        told.references().numbersOf(found), told.references().numberOf(found, told.at(element))))
                : told.references()
                        .numberOutside(order, told.at(element))
                        .map(number -> new OrderNumbers(Optional.of(number), Optional.empty()));
    }

    private static OrderNumbers numbers(List<Identifier> given, Told told) {
        return numbers(given, told.number());
    }

    private static OrderNumbers numbers(List<Identifier> given, Identifier any) {
        Optional<Identifier> filler = typed(given, "FILL");
        Optional<Identifier> placer = typed(given, "PLAC");
        return placer.isEmpty() && filler.isEmpty()
                ? new OrderNumbers(Optional.of(any), Optional.empty())
                : new OrderNumbers(placer, filler);
    }

    static Optional<Identifier> typed(List<Identifier> given, String type) {
        return given.stream()
                .filter(number -> number.type().filter(type::equals).isPresent())
                .findFirst();
    }
}
