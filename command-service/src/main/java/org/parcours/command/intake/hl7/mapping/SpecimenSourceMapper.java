package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.OrderNumbers;

/** Maps the specimen of an order before v2.5: OBR-14 and OBR-15. */
final class SpecimenSourceMapper {

    private SpecimenSourceMapper() {}

    /** OBR-15 (SPS): the source, its text, and the body site. OBR-14 is when the laboratory received it. */
    static List<Fact> map(Hl7MappingContext context, OrderGroup order) {
        if (order.obr().value(14).isEmpty()) {
            return List.of();
        }
        OrderNumbers numbers = order.orderNumbers(context);
        Optional<Coding> material = source(order);
        List<Fact> facts = new ArrayList<>();
        if (order.obr().value(7).isPresent()) {
            facts.add(context.fact(
                    context.occurredAt(order.obr().field(7)),
                    new SpecimenCollected(numbers, Optional.empty(), material)));
        }
        facts.add(context.fact(
                context.occurredAt(order.obr().field(14)), new SpecimenReceived(numbers, Optional.empty(), material)));
        Hl7FieldRepetition source = order.obr().field(15);
        Optional<String> site = joined(", ", Stream.of(subText(source, 4), subText(source, 5), source.text(6)));
        return facts.stream()
                .map(fact -> fact.withAnnotations(fact.annotations().withDetail(DetailKey.SPECIMEN_SITE, site)))
                .toList();
    }

    static Optional<Coding> source(OrderGroup order) {
        Hl7FieldRepetition source = order.obr().field(15);
        Optional<String> code = source.value();
        Optional<String> text =
                Optional.of(source.text(1, 2)).filter(name -> !name.isEmpty()).or(() -> source.value(3));
        return code.isEmpty() && text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Coding(code, text, Optional.of(source.text(1, 3)).filter(s -> !s.isEmpty())));
    }

    private static String subText(Hl7FieldRepetition field, int component) {
        String text = field.text(component, 2);
        return text.isEmpty() ? field.text(component) : text;
    }
}
