package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.firstCoding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.hasCode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
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
record FhirOrderMapper(ResourceContext context, FhirElement request) {

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

    static List<Fact> facts(ResourceContext context) {
        RequestIntent.requireOrder(context);
        return new FhirOrderMapper(context, context.resource()).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        PatientEvidence patient = context.subject();
        boolean cancelled = status.equals("revoked") || status.equals("entered-in-error");
        OccurrenceTime occurredAt = cancelled ? context.reportedTime() : context.occurredAt(context.time("authoredOn"));
        Event event = cancelled ? cancellationEvent() : orderEvent();
        return context.facts(patient, context.visit(request.child("encounter")), occurredAt, event);
    }

    private Event orderEvent() {
        Coding examination = examination();
        Optional<String> priority = request.text("priority");
        Optional<PartialDateTime> plannedAt = context.start("occurrence").map(ReportedTime::value);
        Optional<Practitioner> prescriber = context.practitioner(request.child("requester"));
        return switch (kind()) {
            case EXAM -> new ExamOrdered(orderNumbers(), examination, priority, plannedAt, prescriber);
            case IMAGING -> new ImagingOrdered(orderNumbers(), examination, priority, plannedAt, prescriber);
            case SURGERY ->
                new SurgeryScheduled(
                        context.identifier(),
                        Optional.of(examination),
                        plannedAt,
                        context.end("occurrence").map(ReportedTime::value),
                        context.location(request.child("locationReference")),
                        context.practitioner(request.child("performer")));
            case OTHER -> step(StepStatus.PLANNED);
        };
    }

    private Event cancellationEvent() {
        Optional<Coding> examination = coding(request.child("code"));
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
                new CatalogueStepKindResolver(context.settings())
                        .resolve(request.child("code"), request.children("category")),
                context.identifier(),
                status,
                Optional.of(examination.label()),
                Optional.empty(),
                Map.of());
    }

    /** An order without a category is an exam where it has a specimen or a LOINC code. */
    private OrderKind kind() {
        List<FhirElement> categories = request.children("category");
        if (hasCode(categories, IMAGING) || categories.isEmpty() && namesImaging()) {
            return OrderKind.IMAGING;
        }
        if (hasCode(categories, SURGERY)) {
            return OrderKind.SURGERY;
        }
        boolean laboratory = hasCode(categories, LABORATORY)
                || !request.children("specimen").isEmpty()
                || categories.isEmpty()
                        && request.child("code").children("coding").stream().anyMatch(coding -> coding.text("system")
                                .filter("http://loinc.org"::equals)
                                .isPresent());
        return laboratory ? OrderKind.EXAM : OrderKind.OTHER;
    }

    private boolean namesImaging() {
        return coding(request.child("code"))
                .filter(code -> Stream.of(code.label().toUpperCase(Locale.ROOT).split("[^\\p{L}\\p{N}-]+"))
                        .anyMatch(context.settings().imagingWords()::contains))
                .isPresent();
    }

    private Coding examination() {
        return coding(request.child("code"))
                .or(() -> firstCoding(request.children("orderDetail")))
                .or(() -> firstCoding(request.children("category")))
                .orElseThrow(() -> context.missingElement("code"));
    }

    /** The numbers of the first of the orders to which another resource refers. */
    static Optional<OrderNumbers> referencedOrder(ResourceContext context, List<FhirElement> orders) {
        return orders.stream()
                .map(context::identifiersOf)
                .filter(identifiers -> !identifiers.isEmpty())
                .findFirst()
                .map(FhirOrderMapper::orderNumbers);
    }

    private OrderNumbers orderNumbers() {
        return orderNumbers(context.identity().all());
    }

    private static OrderNumbers orderNumbers(List<Identifier> identifiers) {
        Optional<Identifier> filler = findByType(identifiers, "FILL");
        Optional<Identifier> placer = findByType(identifiers, "PLAC");
        return placer.isEmpty() && filler.isEmpty()
                ? new OrderNumbers(Optional.of(identifiers.getFirst()), Optional.empty())
                : new OrderNumbers(placer, filler);
    }

    private static Optional<Identifier> findByType(List<Identifier> identifiers, String type) {
        return identifiers.stream()
                .filter(identifier -> identifier.type().filter(type::equals).isPresent())
                .findFirst();
    }
}
