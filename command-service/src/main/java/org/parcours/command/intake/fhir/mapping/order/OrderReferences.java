package org.parcours.command.intake.fhir.mapping.order;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.events.Identifier;
import org.parcours.events.OrderNumbers;

/** The numbers of orders, and of what refers to them. */
public final class OrderReferences {

    private static final String ACCESSION = "ACSN";

    private OrderReferences() {}

    /** The numbers of the first of the orders to which another resource refers. */
    public static Optional<OrderNumbers> first(ResourceContext context, List<FhirElement> orders) {
        return all(context, orders).stream().findFirst();
    }

    public static List<OrderNumbers> all(ResourceContext context, List<FhirElement> orders) {
        return orders.stream()
                .map(context::identifiersOf)
                .filter(identifiers -> !identifiers.isEmpty())
                .map(OrderReferences::numbers)
                .toList();
    }

    /** What the other orders are called, for display. */
    public static Optional<String> others(ResourceContext context, List<FhirElement> orders) {
        List<FhirElement> known = orders.stream()
                .filter(order -> !context.identifiersOf(order).isEmpty())
                .toList();
        Optional<FhirElement> first = known.stream().findFirst();
        return ReferenceLabel.of(
                context,
                orders.stream()
                        .filter(order -> first.filter(each -> each == order).isEmpty())
                        .toList());
    }

    /** HL7 table 0203: PLAC and FILL; without either, the first identifier is the placer's. */
    public static OrderNumbers numbers(List<Identifier> identifiers) {
        Optional<Identifier> filler = ofType(identifiers, "FILL");
        Optional<Identifier> placer = ofType(identifiers, "PLAC");
        Optional<Identifier> accession = ofType(identifiers, ACCESSION);
        return new OrderNumbers(
                placer.isEmpty() && filler.isEmpty()
                        ? identifiers.stream()
                                .filter(identifier -> !isAccession(identifier))
                                .findFirst()
                        : placer,
                filler,
                accession,
                Optional.empty());
    }

    /**
     * The order's placer number, and the report's own number, since one order may have several reports. An order with a
     * filler number only keeps it.
     *
     * @param study the imaging study that is reported: reports and images share its accession number
     */
    public static OrderNumbers ofReport(
            ResourceContext context, Optional<OrderNumbers> order, Optional<Identifier> study) {
        Optional<Identifier> ofOrder =
                order.filter(numbers -> numbers.placer().isEmpty()).flatMap(OrderNumbers::filler);
        return new OrderNumbers(
                order.flatMap(OrderNumbers::placer),
                Optional.of(ofOrder.orElseGet(() -> ownNumber(context.identity().all()))),
                study.or(() -> ofType(context.identity().all(), ACCESSION))
                        .or(() -> order.flatMap(OrderNumbers::accession)),
                Optional.empty());
    }

    private static Identifier ownNumber(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(identifier -> !isAccession(identifier))
                .findFirst()
                .orElseGet(identifiers::getFirst);
    }

    /** The accession number of a study, otherwise its first identifier in the place of one. */
    public static Optional<Identifier> accession(List<Identifier> identifiers) {
        return ofType(identifiers, ACCESSION).or(() -> identifiers.stream().findFirst());
    }

    /** The identifiers that are not accession numbers: several things share those. */
    public static List<Identifier> ownIdentifiers(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(identifier -> !isAccession(identifier))
                .toList();
    }

    private static boolean isAccession(Identifier identifier) {
        return identifier.type().filter(ACCESSION::equals).isPresent();
    }

    private static Optional<Identifier> ofType(List<Identifier> identifiers, String type) {
        return identifiers.stream()
                .filter(identifier -> identifier.type().filter(type::equals).isPresent())
                .findFirst();
    }
}
