package org.parcours.command.journey.decision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parcours.command.journey.Decider;
import org.parcours.command.journey.appointment.AppointmentDecider;
import org.parcours.command.journey.exam.ExamDecider;
import org.parcours.command.journey.imaging.ImagingDecider;
import org.parcours.command.journey.letter.LetterDecider;
import org.parcours.command.journey.medication.MedicationDecider;
import org.parcours.command.journey.other.CatalogueStepDecider;
import org.parcours.command.journey.stay.MovementCancellationDecider;
import org.parcours.command.journey.stay.MovementCorrectionDecider;
import org.parcours.command.journey.stay.MovementDecider;
import org.parcours.command.journey.surgery.SurgeryDecider;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent;

/** All deciders. Identity events have none: {@link MessageDecider} decides about identity for every fact. */
public final class DeciderRegistry {

    private static final List<Decider<?>> DECIDERS = List.of(
            new AppointmentDecider(),
            new MovementDecider(),
            new MovementCancellationDecider(),
            new MovementCorrectionDecider(),
            new ExamDecider(),
            new ImagingDecider(),
            new SurgeryDecider(),
            new MedicationDecider(),
            new LetterDecider(),
            new CatalogueStepDecider());

    private static final Map<Class<? extends Event>, Decider<?>> BY_FACT_TYPE = byFactType();

    private DeciderRegistry() {}

    /** @throws IllegalArgumentException for an {@link IdentityEvent}, which {@link MessageDecider} decides itself */
    static Decider<?> deciderFor(Event event) {
        Decider<?> decider = BY_FACT_TYPE.get(event.getClass());
        if (decider == null) {
            throw new IllegalArgumentException(
                    "No decider for " + event.getClass().getSimpleName());
        }
        return decider;
    }

    private static Map<Class<? extends Event>, Decider<?>> byFactType() {
        Map<Class<? extends Event>, Decider<?>> byFactType = new HashMap<>();
        for (Decider<?> decider : DECIDERS) {
            for (Class<? extends Event> factType : decider.factTypes()) {
                if (byFactType.put(factType, decider) != null) {
                    throw new IllegalStateException("Two deciders for " + factType.getSimpleName());
                }
            }
        }
        return Map.copyOf(byFactType);
    }
}
