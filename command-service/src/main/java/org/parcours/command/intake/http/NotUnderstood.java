package org.parcours.command.intake.http;

import org.parcours.command.intake.Refusal;

/** Carries a refusal from the field where it was found to {@link FactUnderstanding}, which makes it a value. */
final class NotUnderstood extends RuntimeException {

    private final transient Refusal refusal;

    NotUnderstood(Refusal refusal) {
        super(refusal.code() + " " + refusal.field(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
