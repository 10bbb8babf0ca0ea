package org.parcours.command.intake.fhir.resource;

import org.parcours.command.intake.Refusal;

/** Carries a refusal from the element where it was found to who makes it a value. */
public final class NotUnderstood extends RuntimeException {

    private final transient Refusal refusal;

    public NotUnderstood(Refusal refusal) {
        super(refusal.code() + " " + refusal.field(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
