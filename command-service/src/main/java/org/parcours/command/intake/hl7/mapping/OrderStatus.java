package org.parcours.command.intake.hl7.mapping;

import java.util.Arrays;
import java.util.Optional;

/** ORC-5, HL7 table 0038. It decides where ORC-1 is empty or states no action of its own. */
public enum OrderStatus {
    A(OrderEffect.ORDERED, "some results available"),
    CA(OrderEffect.CANCELLED, "cancelled"),
    CM(OrderEffect.COMPLETED, "completed"),
    DC(OrderEffect.CANCELLED, "discontinued"),
    ER(OrderEffect.STATUS_ONLY, "error, order not found"),
    HD(OrderEffect.HELD, "on hold"),
    IP(OrderEffect.ORDERED, "in process"),
    RP(OrderEffect.CANCELLED, "replaced"),
    SC(OrderEffect.ORDERED, "scheduled");

    private final OrderEffect effect;
    private final String meaning;

    OrderStatus(OrderEffect effect, String meaning) {
        this.effect = effect;
        this.meaning = meaning;
    }

    public OrderEffect effect() {
        return effect;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<OrderStatus> of(String code) {
        return Arrays.stream(values()).filter(s -> s.name().equals(code)).findFirst();
    }
}
