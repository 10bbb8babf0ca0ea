package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.OrderEffect.BY_STATUS;
import static org.parcours.command.intake.hl7.mapping.OrderEffect.CANCELLED;
import static org.parcours.command.intake.hl7.mapping.OrderEffect.HELD;
import static org.parcours.command.intake.hl7.mapping.OrderEffect.ORDERED;
import static org.parcours.command.intake.hl7.mapping.OrderEffect.RESUMED;
import static org.parcours.command.intake.hl7.mapping.OrderEffect.STATUS_ONLY;

import java.util.Arrays;
import java.util.Optional;

/**
 * ORC-1, HL7 table 0119. A placer's request (CA, DC, HD, RL, XO, RP) counts when it is made, as the ward sees it; the
 * filler's refusal (UC, UD, UH) takes it back.
 */
public enum OrderControl {
    AF(STATUS_ONLY, "refill approved"),
    CA(CANCELLED, "cancel order request"),
    CH(BY_STATUS, "child order"),
    CN(BY_STATUS, "combined result"),
    CP(STATUS_ONLY, "cancel process step"),
    CR(CANCELLED, "cancelled as requested"),
    DC(CANCELLED, "discontinue order request"),
    DE(STATUS_ONLY, "data errors"),
    DF(STATUS_ONLY, "refill denied"),
    DR(CANCELLED, "discontinued as requested"),
    FU(BY_STATUS, "refilled, unsolicited"),
    HD(HELD, "hold order request"),
    HR(HELD, "on hold as requested"),
    LI(STATUS_ONLY, "linked to a problem or goal"),
    MC(STATUS_ONLY, "charge, not an order"),
    NA(BY_STATUS, "number assigned"),
    NR(STATUS_ONLY, "notification received"),
    NW(ORDERED, "new order"),
    OC(CANCELLED, "order cancelled"),
    OD(CANCELLED, "order discontinued"),
    OE(RESUMED, "order released"),
    OF(BY_STATUS, "refilled as requested"),
    OH(HELD, "order held"),
    OK(BY_STATUS, "accepted"),
    OP(STATUS_ONLY, "notification of an order for outside dispensing"),
    OR(RESUMED, "released as requested"),
    PA(BY_STATUS, "parent order"),
    PR(BY_STATUS, "previous results with a new order"),
    PY(STATUS_ONLY, "notification of a replacement order for outside dispensing"),
    RE(BY_STATUS, "observations to follow"),
    RF(ORDERED, "refill request"),
    RL(RESUMED, "release previous hold"),
    RO(ORDERED, "replacement order"),
    RP(CANCELLED, "replace request: another order replaces this one"),
    RQ(CANCELLED, "replaced as requested"),
    RR(STATUS_ONLY, "request received"),
    RU(CANCELLED, "replaced, unsolicited"),
    SC(BY_STATUS, "status changed"),
    SN(ORDERED, "send order number"),
    SQ(BY_STATUS, "supplemented as requested"),
    SR(BY_STATUS, "response to a status request"),
    SS(STATUS_ONLY, "status request"),
    UA(CANCELLED, "unable to accept the order"),
    UC(RESUMED, "unable to cancel"),
    UD(RESUMED, "unable to discontinue"),
    UF(STATUS_ONLY, "unable to refill"),
    UH(RESUMED, "unable to put on hold"),
    UM(STATUS_ONLY, "unable to replace"),
    UN(STATUS_ONLY, "unlinked from a problem or goal"),
    UR(STATUS_ONLY, "unable to release"),
    UX(STATUS_ONLY, "unable to change"),
    XO(ORDERED, "change order request"),
    XR(BY_STATUS, "changed as requested"),
    XX(BY_STATUS, "order changed, unsolicited");

    private final OrderEffect effect;
    private final String meaning;

    OrderControl(OrderEffect effect, String meaning) {
        this.effect = effect;
        this.meaning = meaning;
    }

    public OrderEffect effect() {
        return effect;
    }

    public String meaning() {
        return meaning;
    }

    static Optional<OrderControl> of(String code) {
        return Arrays.stream(values()).filter(c -> c.name().equals(code)).findFirst();
    }
}
