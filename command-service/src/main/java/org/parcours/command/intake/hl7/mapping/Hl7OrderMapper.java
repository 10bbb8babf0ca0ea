package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderResumed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;

/** Maps ORM O01, OMG O19, OML O21 and OMI O23: each ORC with its OBR is an order. */
final class Hl7OrderMapper {

    /** Segments of orders of supplies, meals and blood products, which Parcours does not show. */
    private static final Set<String> SUPPLY_SEGMENTS = Set.of("RQD", "RQ1", "ODS", "ODT", "BPO");

    private Hl7OrderMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        List<OrderGroup> orders = OrderGroup.split(context.message());
        List<Fact> facts = new ArrayList<>();
        for (OrderGroup order : orders) {
            List<Fact> ofOrder = new ArrayList<>();
            if (order.hasSegment("RXO") || order.hasSegment("RXE")) {
                ofOrder.addAll(Hl7PrescriptionMapper.mapOrder(context, order));
            } else if (isEarlierResult(order)) {
                Hl7ResultMapper.report(context, order).ifPresent(ofOrder::add);
            } else {
                mapOrder(context, order)
                        .map(fact -> fact.withAnnotations(
                                Hl7SpecimenMapper.addLabels(context, fact.annotations(), order, orders)))
                        .ifPresent(ofOrder::add);
                ofOrder.addAll(Hl7SpecimenMapper.mapOfOrder(context, order, orders));
            }
            facts.addAll(context.account().withUnread(ofOrder, order.allSegments()));
        }
        return facts;
    }

    /** ORC-1 PR: an earlier result, sent with a new order; it is not ordered again. */
    private static boolean isEarlierResult(OrderGroup order) {
        return order.orc().text(1).equals("PR") && Hl7ObservationMapper.hasValue(order.segmentsOf("OBX"));
    }

    private static Optional<Fact> mapOrder(Hl7MappingContext context, OrderGroup order) {
        Hl7Segment orc = order.orc();
        OrderAction action = OrderAction.of(orc);
        Hl7Timing timing = Hl7Timing.of(context, order.segmentsOf("TQ1"), orc, 7)
                .or(Hl7Timing.of(context, List.of(), order.obr(), 27));
        return event(context, order, action, timing)
                .map(event -> context.fact(occurredAt(context, order, action), event))
                .map(fact -> fact.withAnnotations(annotations(fact, order, action, timing)))
                .map(action::annotate);
    }

    /** ORC-9 is the time of the transaction; ORC-15 is when a change takes effect. */
    static OccurrenceTime occurredAt(Hl7MappingContext context, OrderGroup order, OrderAction action) {
        Hl7FieldRepetition transaction = order.orc().field(9);
        Hl7FieldRepetition effective = order.orc().field(15);
        return switch (action.effect()) {
            case CANCELLED, HELD, RESUMED -> context.occurredAt(effective, transaction);
            case ORDERED, BY_STATUS, COMPLETED, STATUS_ONLY -> context.occurredAt(transaction, effective);
        };
    }

    private static Optional<Event> event(
            Hl7MappingContext context, OrderGroup order, OrderAction action, Hl7Timing timing) {
        OrderNumbers numbers = order.orderNumbers(context);
        Optional<Coding> examination = order.examination();
        Optional<Coding> reason = coding(order.orc().field(16));
        boolean imaging = ImagingClassifier.isImaging(context, order);
        return switch (action.effect()) {
            case CANCELLED ->
                Optional.of(
                        imaging
                                ? new ImagingOrderCancelled(numbers, examination, reason)
                                : new ExamOrderCancelled(numbers, examination, reason));
            case HELD -> Optional.of(new ExamOrderHeld(numbers, examination, reason));
            case RESUMED -> Optional.of(new ExamOrderResumed(numbers, examination));
            case STATUS_ONLY ->
                isSupply(order)
                        ? Optional.empty()
                        : action.status().map(status -> new ExamOrderStatusReported(numbers, examination, status));
            case COMPLETED ->
                examination.map(known -> imaging
                        ? new ImagingPerformed(numbers, known, ImagingClassifier.modality(order))
                        : orderedEvent(context, order, numbers, known, false, timing));
            case ORDERED, BY_STATUS ->
                examination.map(known -> orderedEvent(context, order, numbers, known, imaging, timing));
        };
    }

    private static Event orderedEvent(
            Hl7MappingContext context,
            OrderGroup order,
            OrderNumbers numbers,
            Coding examination,
            boolean imaging,
            Hl7Timing timing) {
        Hl7Segment obr = order.obr();
        // TQ1 since v2.5; ORC-7 and OBR-27 earlier, OBR-5 and OBR-6 earlier still. OBR-36 is the scheduled time.
        Optional<String> priority = timing.priority().or(() -> obr.value(5));
        Optional<PartialDateTime> plannedAt =
                context.firstTime(obr.field(36)).or(timing::start).or(() -> context.firstTime(obr.field(6)));
        Optional<Practitioner> prescriber =
                context.practitioner(order.orc(), 12).or(() -> context.practitioner(obr, 16));
        return imaging
                ? new ImagingOrdered(numbers, examination, priority, plannedAt, prescriber)
                : new ExamOrdered(numbers, examination, priority, plannedAt, prescriber);
    }

    /** OBR-31 is why the examination is asked for; ORC-16, unless the event contains it, why the order is changed. */
    private static EventAnnotations annotations(Fact fact, OrderGroup order, OrderAction action, Hl7Timing timing) {
        Optional<String> clinical = Hl7MedicationText.joined(
                "; ",
                Stream.concat(
                        Stream.of(
                                Hl7MedicationText.labels(order.obr(), 12),
                                order.obr().strippedText(13)),
                        observations(order.segments())));
        Stream<Hl7FieldRepetition> reasons =
                switch (action.effect()) {
                    case CANCELLED, HELD -> order.obr().repetitions(31).stream();
                    case ORDERED, BY_STATUS, COMPLETED, RESUMED, STATUS_ONLY ->
                        Stream.concat(
                                order.obr().repetitions(31).stream(),
                                Stream.of(order.orc().field(16)));
                };
        return timing.addTo(fact.annotations())
                .withNotes(order.notes())
                .withDetail(DetailKey.CLINICAL_INFORMATION, clinical)
                .withDetail(DetailKey.REASON, labels(reasons));
    }

    /** What the ward states beside an order or an administration: weight, reactions, …, each with its comments. */
    static Stream<String> observations(List<Hl7Segment> segments) {
        return segments.stream().filter(segment -> segment.is("OBX")).map(obx -> {
            String notes = String.join("; ", OrderGroup.notesAfter(segments, obx));
            return Hl7MedicationText.label(obx.field(3)) + ": "
                    + (Hl7ObservationValue.text(obx).strip() + " " + Hl7MedicationText.label(obx.field(6))).strip()
                    + (notes.isEmpty() ? "" : " (" + notes + ")");
        });
    }

    private static boolean isSupply(OrderGroup order) {
        return order.segments().stream().anyMatch(segment -> SUPPLY_SEGMENTS.contains(segment.name()));
    }

    static Optional<String> labels(Stream<Hl7FieldRepetition> coded) {
        return Optional.of(coded.flatMap(field -> coding(field).stream())
                        .map(Coding::label)
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .filter(text -> !text.isEmpty());
    }
}
