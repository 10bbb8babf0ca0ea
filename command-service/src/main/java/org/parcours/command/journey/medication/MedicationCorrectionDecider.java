package org.parcours.command.journey.medication;

import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationAdministrationWithdrawn;
import org.parcours.events.MedicationEvent.MedicationDispenseWithdrawn;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationNotDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationResumed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.PartialDateTime;

/**
 * Decides the facts of a medication: prescribed, stopped, dispensed, administered. The applications do not wait for
 * each other: a dispensation or an administration without a prescription is no anomaly.
 */
public final class MedicationCorrectionDecider extends AbstractStepCorrectionDecider {

    public MedicationCorrectionDecider() {
        super(MedicationEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        return switch ((MedicationEvent) fact.event()) {
            case MedicationHeld _, MedicationResumed _, MedicationStatusReported _ -> CorrectionAndAnomalies.NONE;
            case MedicationDispensed _,
                    MedicationNotDispensed _,
                    MedicationAdministered _,
                    MedicationNotAdministered _ -> CorrectionAndAnomalies.NONE;
            case MedicationAdministrationWithdrawn withdrawn ->
                CorrectionAndAnomalies.cancelling(
                        history.latestRecorded(recorded -> recorded.occurredAt().isEqual(fact.occurredAt())
                                && isOf(withdrawn.product(), recorded.event())));
            case MedicationDispenseWithdrawn withdrawn ->
                CorrectionAndAnomalies.cancelling(history.latestRecorded(recorded -> recorded.occurredAt()
                                .isEqual(fact.occurredAt())
                        && recorded.event() instanceof MedicationDispensed dispensed
                        && dispensed.product().key().equals(withdrawn.product().key())));
            case MedicationStopped _ -> CorrectionAndAnomalies.cancelling(history.latest(MedicationPrescribed.class));
            // A prescription that arrives after its change replaces nothing: the change still holds.
            case MedicationPrescribed _ ->
                CorrectionAndAnomalies.replacing(
                        history.latestRecorded(recorded -> recorded.event() instanceof MedicationPrescribed)
                                .filter(_ -> !isOlderThanRecorded(fact, history)));
        };
    }

    /** Whether a prescription was recorded that is certainly later: a date alone does not order a day. */
    private static boolean isOlderThanRecorded(Fact fact, StepHistory history) {
        PartialDateTime prescribedAt =
                new PartialDateTime(fact.occurredAt(), fact.annotations().precision());
        return history.events().stream()
                .filter(recorded -> recorded.event() instanceof MedicationPrescribed)
                .anyMatch(recorded -> PartialDateTime.of(recorded.occurredAt()).isCertainlyAfter(prescribedAt));
    }

    /** Whether the event reports an administration of the product, or that there was none. */
    private static boolean isOf(Coding product, Event event) {
        return switch (event) {
            case MedicationAdministered e -> e.product().key().equals(product.key());
            case MedicationNotAdministered e -> e.product().key().equals(product.key());
            default -> false;
        };
    }
}
