package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.hasCode;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** Maps ServiceRequest (an order of an exam, imaging, surgery or another step). */
record FhirOrderMapper(ResourceContext context, ServiceRequest request) {

    /** SNOMED CT 363679005 imaging; HL7 table 0074. */
    private static final Set<String> IMAGING =
            Set.of("363679005", "RAD", "RX", "CT", "NMR", "RUS", "NMS", "OUS", "VUS");

    /** SNOMED CT 108252007 laboratory procedure, 15220000 laboratory test; HL7 table 0074. */
    private static final Set<String> LABORATORY =
            Set.of("108252007", "15220000", "laboratory", "LAB", "CH", "HM", "MB", "BLB", "SR", "GE", "IMM", "TX");

    private static final Set<String> SURGERY = Set.of("387713003");

    private enum OrderKind {
        EXAM,
        IMAGING,
        SURGERY,
        OTHER
    }

    List<Fact> facts() {
        ServiceRequestStatus status = context.require(request.getStatus(), "status");
        PatientEvidence patient = context.patientEvidence(request.getSubject(), "subject");
        boolean cancelled = status == ServiceRequestStatus.REVOKED || status == ServiceRequestStatus.ENTEREDINERROR;
        OffsetDateTime occurredAt = cancelled
                ? context.reportedAt()
                : context.occurredAt(context.time(request.getAuthoredOnElement(), "authoredOn"));
        Event event = cancelled ? cancellationEvent() : orderEvent();
        return context.facts(patient, context.visit(request.getEncounter(), "encounter"), occurredAt, event);
    }

    private Event orderEvent() {
        Coding examination = examination();
        Optional<String> priority = Optional.ofNullable(request.getPriority()).map(ServiceRequestPriority::toCode);
        Optional<PartialDateTime> plannedAt =
                context.start(request.getOccurrence(), "occurrence").map(PartialDateTime::of);
        Optional<Practitioner> prescriber = context.practitioner(request.getRequester(), "requester");
        return switch (kind()) {
            case EXAM -> new ExamOrdered(orderNumbers(), examination, priority, plannedAt, prescriber);
            case IMAGING -> new ImagingOrdered(orderNumbers(), examination, priority, plannedAt, prescriber);
            case SURGERY ->
                new SurgeryScheduled(
                        context.identifier(),
                        Optional.of(examination),
                        plannedAt,
                        context.end(request.getOccurrence(), "occurrence").map(PartialDateTime::of),
                        context.location(request.getLocationReferenceFirstRep()),
                        context.practitioner(request.getPerformerFirstRep(), "performer"));
            case OTHER -> step(StepStatus.PLANNED);
        };
    }

    private Event cancellationEvent() {
        Optional<Coding> examination = coding(request.getCode());
        return switch (kind()) {
            case EXAM -> new ExamOrderCancelled(orderNumbers(), examination, Optional.empty());
            case IMAGING -> new ImagingOrderCancelled(orderNumbers(), examination, Optional.empty());
            case SURGERY -> new SurgeryCancelled(context.identifier(), Optional.empty());
            case OTHER -> step(StepStatus.CANCELLED);
        };
    }

    private StepRecorded step(StepStatus status) {
        Coding examination = examination();
        return new StepRecorded(
                new CatalogueStepKindResolver(context.settings()).resolve(request.getCode(), request.getCategory()),
                context.identifier(),
                status,
                Optional.of(examination.label()),
                Optional.empty(),
                Map.of());
    }

    /** An order without a category is an exam where it has a specimen or a LOINC code. */
    private OrderKind kind() {
        if (hasCode(request.getCategory(), IMAGING) || !request.hasCategory() && namesImaging()) {
            return OrderKind.IMAGING;
        }
        if (hasCode(request.getCategory(), SURGERY)) {
            return OrderKind.SURGERY;
        }
        boolean laboratory = hasCode(request.getCategory(), LABORATORY)
                || request.hasSpecimen()
                || !request.hasCategory()
                        && request.getCode().getCoding().stream()
                                .anyMatch(coding -> "http://loinc.org".equals(coding.getSystem()));
        return laboratory ? OrderKind.EXAM : OrderKind.OTHER;
    }

    private boolean namesImaging() {
        return coding(request.getCode())
                .filter(code -> Stream.of(code.label().toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+"))
                        .anyMatch(context.settings().imagingWords()::contains))
                .isPresent();
    }

    private Coding examination() {
        return coding(request.getCode())
                .or(() -> coding(request.getOrderDetail()))
                .or(() -> coding(request.getCategory()))
                .orElseThrow(() -> context.missingElement("code"));
    }

    /** The numbers of the first of the orders to which another resource refers. */
    static Optional<OrderNumbers> referencedOrder(ResourceContext context, List<Reference> orders, String element) {
        return orders.stream().findFirst().flatMap(order -> context.resolve(order)
                .map(resource -> orderNumbers(
                        context.references().identifiersOf(resource),
                        context.references().identifierOf(resource, context.pathOf(element))))
                .or(() -> context.references()
                        .externalIdentifier(order, context.pathOf(element))
                        .map(identifier -> new OrderNumbers(Optional.of(identifier), Optional.empty()))));
    }

    private OrderNumbers orderNumbers() {
        return orderNumbers(context.references().identifiersOf(request), context.identifier());
    }

    private static OrderNumbers orderNumbers(List<Identifier> identifiers, Identifier fallback) {
        Optional<Identifier> filler = findByType(identifiers, "FILL");
        Optional<Identifier> placer = findByType(identifiers, "PLAC");
        return placer.isEmpty() && filler.isEmpty()
                ? new OrderNumbers(Optional.of(fallback), Optional.empty())
                : new OrderNumbers(placer, filler);
    }

    private static Optional<Identifier> findByType(List<Identifier> identifiers, String type) {
        return identifiers.stream()
                .filter(identifier -> identifier.type().filter(type::equals).isPresent())
                .findFirst();
    }
}
