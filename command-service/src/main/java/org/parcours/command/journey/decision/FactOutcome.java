package org.parcours.command.journey.decision;

import java.util.Optional;
import org.parcours.command.message.FactEffect;
import org.parcours.events.Envelope;

/** @param known the recorded event that has the state already */
record FactOutcome(FactEffect effect, Optional<Envelope> known) {

    static final FactOutcome RECORDED = new FactOutcome(FactEffect.RECORDED, Optional.empty());
    static final FactOutcome UNCHANGED = new FactOutcome(FactEffect.UNCHANGED, Optional.empty());
    static final FactOutcome OLDER_VERSION = new FactOutcome(FactEffect.OLDER_VERSION, Optional.empty());
    static final FactOutcome NOTHING_TO_WITHDRAW = new FactOutcome(FactEffect.NOTHING_TO_WITHDRAW, Optional.empty());

    static FactOutcome unchanged(Envelope recorded) {
        return new FactOutcome(FactEffect.UNCHANGED, Optional.of(recorded));
    }
}
