package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;

/**
 * What the ORC of a message does to its order. A code that the tables do not contain is shown and marked; it never
 * makes, changes or cancels an order.
 *
 * @param effect never {@link OrderEffect#BY_STATUS}
 * @param status the code to show: of ORC-1 if it explains the effect, else of ORC-5
 * @param unknown codes of neither table, and statuses that contradict ORC-1, with their fields
 */
record OrderAction(OrderEffect effect, Optional<Coding> status, List<String> unknown) {

    OrderAction {
        unknown = List.copyOf(unknown);
    }

    static OrderAction of(Hl7Segment orc) {
        Optional<String> controlCode = orc.value(1);
        Optional<String> statusCode = orc.value(5);
        Optional<OrderControl> control = controlCode.flatMap(OrderControl::of);
        Optional<OrderStatus> status = statusCode.flatMap(OrderStatus::of);
        List<String> unknown = new ArrayList<>();
        statusCode.filter(code -> status.isEmpty()).ifPresent(code -> unknown.add("ORC-5 " + code));
        if (controlCode.isPresent() && control.isEmpty()) {
            unknown.addFirst("ORC-1 " + controlCode.get());
            return new OrderAction(
                    OrderEffect.STATUS_ONLY, Optional.of(Hl7DataTypeMapper.textCoding(controlCode.get())), unknown);
        }
        OrderEffect effect = control.map(OrderControl::effect).orElse(OrderEffect.BY_STATUS);
        Optional<Coding> statusCoding = status.map(s -> Coding.of(s.name(), s.name() + ": " + s.meaning()))
                .or(() -> statusCode.map(Hl7DataTypeMapper::textCoding));
        return switch (effect) {
            case BY_STATUS ->
                new OrderAction(status.map(OrderStatus::effect).orElse(OrderEffect.ORDERED), statusCoding, unknown);
            case ORDERED -> {
                status.filter(s -> contradictsOrder(s.effect())).ifPresent(s -> unknown.add("ORC-5 " + s.name()));
                yield new OrderAction(effect, statusCoding, unknown);
            }
            case CANCELLED, HELD, RESUMED, STATUS_ONLY, COMPLETED ->
                new OrderAction(effect, control.map(c -> Coding.of(c.name(), c.name() + ": " + c.meaning())), unknown);
        };
    }

    /** The fact with the status as a detail, and marked if a code may change its meaning. */
    Fact annotate(Fact fact) {
        Fact detailed =
                fact.withAnnotations(fact.annotations().withDetail(DetailKey.ORDER_STATUS, status.map(Coding::label)));
        return unknown.isEmpty()
                ? detailed
                : detailed.withAnomalies(
                        List.of(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, String.join(", ", unknown))));
    }

    private static boolean contradictsOrder(OrderEffect effect) {
        return switch (effect) {
            case CANCELLED, HELD, STATUS_ONLY -> true;
            case ORDERED, BY_STATUS, COMPLETED, RESUMED -> false;
        };
    }
}
