package org.parcours.command.journey.recording;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parcours.command.journey.Decision;
import org.parcours.command.journey.appointment.RecordAppointment;
import org.parcours.command.journey.exam.RecordExam;
import org.parcours.command.journey.imaging.RecordImaging;
import org.parcours.command.journey.letter.RecordLetter;
import org.parcours.command.journey.medication.RecordMedication;
import org.parcours.command.journey.other.RecordStep;
import org.parcours.command.journey.stay.CancelMovement;
import org.parcours.command.journey.stay.CorrectMovement;
import org.parcours.command.journey.stay.RecordMovement;
import org.parcours.command.journey.surgery.RecordSurgery;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent;

/** Every use case: a new one is added here, by one line. Identity has no entry: it is part of every recording. */
public final class Journey {

    private static final List<Decision<?>> DECISIONS = List.of(
            new RecordAppointment(),
            new RecordMovement(),
            new CancelMovement(),
            new CorrectMovement(),
            new RecordExam(),
            new RecordImaging(),
            new RecordSurgery(),
            new RecordMedication(),
            new RecordLetter(),
            new RecordStep());

    private static final Map<Class<? extends Event>, Decision<?>> BY_FACT = byFact();

    private Journey() {}

    /** @throws IllegalArgumentException for an {@link IdentityEvent}, which every recording decides itself */
    static Decision<?> decisionAbout(Event event) {
        Decision<?> decision = BY_FACT.get(event.getClass());
        if (decision == null) {
            throw new IllegalArgumentException(
                    "No use case for " + event.getClass().getSimpleName());
        }
        return decision;
    }

    private static Map<Class<? extends Event>, Decision<?>> byFact() {
        Map<Class<? extends Event>, Decision<?>> byFact = new HashMap<>();
        for (Decision<?> decision : DECISIONS) {
            for (Class<? extends Event> fact : decision.facts()) {
                if (byFact.put(fact, decision) != null) {
                    throw new IllegalStateException("Two use cases for " + fact.getSimpleName());
                }
            }
        }
        return Map.copyOf(byFact);
    }
}
