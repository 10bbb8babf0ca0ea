package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationResumed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.Practitioner;

/** Maps prescriptions: RDE, OMP, ORM with RXO. RXE is the pharmacy's encoding of RXO. */
final class Hl7PrescriptionMapper {

    private Hl7PrescriptionMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        Map<Identifier, String> contentByNumber = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (OrderGroup order : OrderGroup.split(context.message())) {
            facts.addAll(context.account().withUnread(mapOrder(context, order, contentByNumber), order.allSegments()));
        }
        return facts;
    }

    static List<Fact> mapOrder(Hl7MappingContext context, OrderGroup order) {
        return mapOrder(context, order, new HashMap<>());
    }

    /** @param contentByNumber the prescriptions of the message so far */
    private static List<Fact> mapOrder(
            Hl7MappingContext context, OrderGroup order, Map<Identifier, String> contentByNumber) {
        OrderAction action = OrderAction.of(order.orc());
        return Hl7MedicationOrder.split(order).stream()
                .flatMap(medicine -> event(context, medicine, action, contentByNumber).stream()
                        .map(event -> context.fact(Hl7OrderMapper.occurredAt(context, order, action), event))
                        .map(fact -> fact.withAnnotations(annotations(context, fact, medicine, action)))
                        .map(action::annotate))
                .toList();
    }

    /** A message that stops or holds a prescription need not name the medicine. */
    private static Optional<MedicationEvent> event(
            Hl7MappingContext context,
            Hl7MedicationOrder medicine,
            OrderAction action,
            Map<Identifier, String> contentByNumber) {
        Identifier number = medicine.number(context);
        Optional<Coding> reason = coding(medicine.order().orc().field(16));
        return switch (action.effect()) {
            case CANCELLED -> Optional.of(new MedicationStopped(number, reason));
            case HELD -> Optional.of(new MedicationHeld(number, reason));
            case RESUMED -> Optional.of(new MedicationResumed(number));
            case STATUS_ONLY ->
                action.status().map(status -> new MedicationStatusReported(number, medicine.product(), status));
            case ORDERED, BY_STATUS, COMPLETED ->
                medicine.hasProductSegment()
                        ? Optional.of(prescribed(context, medicine, number, contentByNumber))
                        : Optional.empty();
        };
    }

    private static MedicationPrescribed prescribed(
            Hl7MappingContext context,
            Hl7MedicationOrder medicine,
            Identifier number,
            Map<Identifier, String> contentByNumber) {
        Hl7Segment rxe = medicine.segment("RXE");
        Coding product = medicine.product().orElseThrow(() -> Hl7RejectionCode.PRODUCT_MISSING.exceptionAt("RXE-2"));
        Optional<String> dosage = Hl7MedicationContent.dosage(medicine);
        Optional<Practitioner> prescriber = context.practitioner(
                        medicine.order().orc(), 12)
                .or(() -> context.practitioner(rxe, 13))
                .or(() -> context.practitioner(medicine.segment("RXO"), 14));
        return new MedicationPrescribed(
                distinctNumber(context, medicine, number, product.key() + " " + dosage.orElse(""), contentByNumber),
                product,
                dosage,
                prescriber);
    }

    /** Some senders number the whole prescription form: another medicine or dose under its number is another prescription. */
    private static Identifier distinctNumber(
            Hl7MappingContext context,
            Hl7MedicationOrder medicine,
            Identifier number,
            String content,
            Map<Identifier, String> contentByNumber) {
        return Stream.of(
                        Optional.of(number),
                        context.identifiers().ei(medicine.order().orc().field(3)),
                        context.identifiers().ei(medicine.segment("RXE").field(15)))
                .flatMap(Optional::stream)
                .filter(candidate -> contentByNumber.putIfAbsent(candidate, content) == null
                        || content.equals(contentByNumber.get(candidate)))
                .findFirst()
                .orElseGet(() -> Identifier.of(
                        number.system(), number.value() + "#" + medicine.order().index()));
    }

    private static EventAnnotations annotations(
            Hl7MappingContext context, Fact fact, Hl7MedicationOrder medicine, OrderAction action) {
        Optional<Coding> reason = coding(medicine.order().orc().field(16));
        EventAnnotations annotations = fact.annotations().withNotes(notes(medicine));
        return switch (action.effect()) {
            case ORDERED, BY_STATUS, COMPLETED ->
                Hl7MedicationContent.addDetails(context, annotations, medicine)
                        .withDetail(
                                DetailKey.CLINICAL_INFORMATION,
                                joined(
                                        "; ",
                                        Hl7OrderMapper.observations(
                                                medicine.order().segments())))
                        .withDetail(
                                DetailKey.REASON,
                                joined(
                                        ", ",
                                        Stream.of(
                                                reason.map(Coding::label).orElse(""),
                                                Hl7MedicationContent.indication(medicine))));
            // Their own reason is in the event; it is not why the medicine is given.
            case CANCELLED, HELD -> annotations.withDetail(DetailKey.PRODUCT_TEXT, repeatedContent(medicine));
            case RESUMED ->
                annotations
                        .withDetail(DetailKey.PRODUCT_TEXT, repeatedContent(medicine))
                        .withDetail(DetailKey.REASON, reason.map(Coding::label));
            case STATUS_ONLY ->
                annotations
                        .withNotes(withContent(annotations.notes(), action, repeatedContent(medicine)))
                        .withDetail(DetailKey.REASON, reason.map(Coding::label));
        };
    }

    /** What the message says of the medicine; the prescription itself recorded it. */
    private static Optional<String> repeatedContent(Hl7MedicationOrder medicine) {
        Optional<String> content = Hl7MedicationText.join(
                medicine.product().map(Coding::label).orElse(""),
                Hl7MedicationContent.dosage(medicine).orElse(""));
        Hl7MedicationContent.markRepeated(medicine.segments());
        return content;
    }

    /** The content of a change that was refused is a comment: it is not the prescription. */
    private static List<String> withContent(List<String> notes, OrderAction action, Optional<String> content) {
        String status = action.status().map(Coding::label).orElse("");
        return Stream.concat(content.map(text -> status + " - " + text).stream(), notes.stream())
                .toList();
    }

    /** The comments on the order, and on the segments of this medicine. */
    private static List<String> notes(Hl7MedicationOrder medicine) {
        List<String> notes =
                new ArrayList<>(medicine.part() == 1 ? medicine.order().notes() : List.of());
        medicine.segments().stream()
                .filter(segment -> segment.name().startsWith("RX") || segment.is("TQ1"))
                .forEach(owner -> notes.addAll(OrderGroup.notesAfter(medicine.segments(), owner)));
        return notes.stream().distinct().toList();
    }
}
