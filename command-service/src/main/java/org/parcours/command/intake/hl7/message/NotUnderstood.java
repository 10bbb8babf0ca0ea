package org.parcours.command.intake.hl7.message;

import org.parcours.command.intake.Refusal;

/**
 * Carries a refusal from the field where it was found to {@code Hl7Understanding}, which makes it a value. It leaves
 * {@code intake.hl7} nowhere.
 */
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
