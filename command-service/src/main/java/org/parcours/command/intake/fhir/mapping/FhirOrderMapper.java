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

/** Maps ServiceRequest (an order of an exam, imaging, surgery or another step) and Specimen. */
final class FhirOrderMapper {

    /** SNOMED CT 363679005 imaging; HL7 table 0074. */
    private static final Set<String> IMAGING =
            Set.of("363679005", "RAD", "RX", "CT", "NMR", "RUS", "NMS", "OUS", "VUS");

    /** SNOMED CT 108252007 laboratory procedure, 15220000 laboratory test; HL7 table 0074. */
    private static final Set<String> LABORATORY =
            Set.of("108252007", "15220000", "laboratory", "LAB", "CH", "HM", "MB", "BLB", "SR", "GE", "IMM", "TX");

    private static final Set<String> SURGERY = Set.of("387713003");

    private FhirOrderMapper() {}

    private enum OrderKind {
        EXAM,
        IMAGING,
        SURGERY,
        OTHER
    }

    static List<Fact> requestFacts(ResourceContext context, ServiceRequest request) {
        ServiceRequestStatus status = request.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        PatientEvidence patient = context.patientEvidence(request.getSubject(), "subject");
        boolean cancelled = status == ServiceRequestStatus.REVOKED || status == ServiceRequestStatus.ENTEREDINERROR;
        OffsetDateTime occurredAt = cancelled
                ? context.reportedAt()
                : context.occurredAt(
                        context.dateTimes().parse(request.getAuthoredOnElement(), context.pathOf("authoredOn")));
        Event event = cancelled ? cancellationEvent(context, request) : orderEvent(context, request);
        return context.facts(patient, context.visit(request.getEncounter(), "encounter"), occurredAt, event);
    }

    private static Event orderEvent(ResourceContext context, ServiceRequest request) {
        Coding examination = examination(context, request);
        Optional<String> priority =
                Optional.ofNullable(request.getPriority()).map(requestPriority -> requestPriority.toCode());
        Optional<OffsetDateTime> plannedAt =
                context.dateTimes().startOfChoice(request.getOccurrence(), context.pathOf("occurrence"));
        Optional<Practitioner> prescriber = DataTypeMapper.practitioner(context, request.getRequester(), "requester");
        return switch (kind(context, request)) {
            case EXAM ->
                new ExamOrdered(
                        orderNumbers(context.references().identifiersOf(request), context),
                        examination,
                        priority,
                        plannedAt,
                        prescriber);
            case IMAGING ->
                new ImagingOrdered(
                        orderNumbers(context.references().identifiersOf(request), context),
                        examination,
                        priority,
                        plannedAt,
                        prescriber);
            case SURGERY ->
                new SurgeryScheduled(
                        context.identifier(),
                        Optional.of(examination),
                        plannedAt,
                        context.dateTimes().endOfChoice(request.getOccurrence(), context.pathOf("occurrence")),
                        DataTypeMapper.location(context, request.getLocationReferenceFirstRep()),
                        DataTypeMapper.practitioner(context, request.getPerformerFirstRep(), "performer"));
            case OTHER -> step(context, request, examination, StepStatus.PLANNED);
        };
    }

    private static Event cancellationEvent(ResourceContext context, ServiceRequest request) {
        Optional<Coding> examination = DataTypeMapper.coding(request.getCode());
        return switch (kind(context, request)) {
            case EXAM ->
                new ExamOrderCancelled(
                        orderNumbers(context.references().identifiersOf(request), context),
                        examination,
                        Optional.empty());
            case IMAGING ->
                new ImagingOrderCancelled(
                        orderNumbers(context.references().identifiersOf(request), context),
                        examination,
                        Optional.empty());
            case SURGERY -> new SurgeryCancelled(context.identifier(), Optional.empty());
            case OTHER -> step(context, request, examination(context, request), StepStatus.CANCELLED);
        };
    }

    private static StepRecorded step(
            ResourceContext context, ServiceRequest request, Coding examination, StepStatus status) {
        return new StepRecorded(
                new StepKindResolver(context.settings()).resolve(request.getCode(), request.getCategory()),
                context.identifier(),
                status,
                Optional.of(examination.label()),
                Optional.empty(),
                Map.of());
    }

    /** An order without a category is an exam where it has a specimen or a LOINC code. */
    private static OrderKind kind(ResourceContext context, ServiceRequest request) {
        if (DataTypeMapper.hasCode(request.getCategory(), IMAGING)
                || !request.hasCategory() && namesImaging(context, request)) {
            return OrderKind.IMAGING;
        }
        if (DataTypeMapper.hasCode(request.getCategory(), SURGERY)) {
            return OrderKind.SURGERY;
        }
        boolean laboratory = DataTypeMapper.hasCode(request.getCategory(), LABORATORY)
                || request.hasSpecimen()
                || !request.hasCategory()
                        && request.getCode().getCoding().stream()
                                .anyMatch(coding -> "http://loinc.org".equals(coding.getSystem()));
        return laboratory ? OrderKind.EXAM : OrderKind.OTHER;
    }

    private static boolean namesImaging(ResourceContext context, ServiceRequest request) {
        return DataTypeMapper.coding(request.getCode())
                .filter(code -> Stream.of(code.label().toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+"))
                        .anyMatch(context.settings().imagingWords()::contains))
                .isPresent();
    }

    private static Coding examination(ResourceContext context, ServiceRequest request) {
        return DataTypeMapper.coding(request.getCode())
                .or(() -> DataTypeMapper.coding(request.getOrderDetail()))
                .or(() -> DataTypeMapper.coding(request.getCategory()))
                .orElseThrow(() -> context.missingElement("code"));
    }

    static List<Fact> specimenFacts(ResourceContext context, Specimen specimen) {
        PatientEvidence patient = context.patientEvidence(specimen.getSubject(), "subject");
        if (specimen.getStatus() == SpecimenStatus.ENTEREDINERROR) {
            return List.of();
        }
        OffsetDateTime occurredAt = context.occurredAt(
                context.dateTimes()
                        .startOfChoice(specimen.getCollection().getCollected(), context.pathOf("collection.collected")),
                context.dateTimes().parse(specimen.getReceivedTimeElement(), context.pathOf("receivedTime")));
        OrderNumbers order = specimen.getRequest().stream()
                .findFirst()
                .flatMap(request -> referencedOrderNumbers(context, request, "request"))
                .orElseGet(() -> new OrderNumbers(Optional.empty(), Optional.of(context.identifier())));
        return context.facts(
                patient,
                Optional.empty(),
                occurredAt,
                new SpecimenCollected(
                        order, Optional.of(context.identifier()), DataTypeMapper.coding(specimen.getType())));
    }

    /** The numbers of an order to which another resource refers. */
    static Optional<OrderNumbers> referencedOrderNumbers(ResourceContext context, Reference order, String element) {
        Optional<Resource> target = context.resolve(order);
        return target.isPresent()
                ? target.map(resource -> orderNumbers(
                        context.references().identifiersOf(resource),
                        context.references().identifierOf(resource, context.pathOf(element))))
                : context.references()
                        .externalIdentifier(order, context.pathOf(element))
                        .map(identifier -> new OrderNumbers(Optional.of(identifier), Optional.empty()));
    }

    private static OrderNumbers orderNumbers(List<Identifier> identifiers, ResourceContext context) {
        return orderNumbers(identifiers, context.identifier());
    }

    private static OrderNumbers orderNumbers(List<Identifier> identifiers, Identifier fallback) {
        Optional<Identifier> filler = findByType(identifiers, "FILL");
        Optional<Identifier> placer = findByType(identifiers, "PLAC");
        return placer.isEmpty() && filler.isEmpty()
                ? new OrderNumbers(Optional.of(fallback), Optional.empty())
                : new OrderNumbers(placer, filler);
    }

    static Optional<Identifier> findByType(List<Identifier> identifiers, String type) {
        return identifiers.stream()
                .filter(identifier -> identifier.type().filter(type::equals).isPresent())
                .findFirst();
    }
}
