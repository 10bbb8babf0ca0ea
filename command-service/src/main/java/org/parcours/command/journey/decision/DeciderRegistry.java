package org.parcours.command.journey.decision;

import java.util.Optional;
import org.parcours.command.journey.Decider;
import org.parcours.command.journey.appointment.AppointmentDecider;
import org.parcours.command.journey.exam.ExamDecider;
import org.parcours.command.journey.imaging.ImagingDecider;
import org.parcours.command.journey.letter.LetterDecider;
import org.parcours.command.journey.medication.MedicationDecider;
import org.parcours.command.journey.other.CatalogueStepDecider;
import org.parcours.command.journey.stay.MovementDecider;
import org.parcours.command.journey.surgery.SurgeryDecider;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LetterEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** The decider of each family of events. */
final class DeciderRegistry {

    private static final Decider<?> APPOINTMENT = new AppointmentDecider();
    private static final Decider<?> MOVEMENT = new MovementDecider();
    private static final Decider<?> EXAM = new ExamDecider();
    private static final Decider<?> IMAGING = new ImagingDecider();
    private static final Decider<?> SURGERY = new SurgeryDecider();
    private static final Decider<?> MEDICATION = new MedicationDecider();
    private static final Decider<?> LETTER = new LetterDecider();
    private static final Decider<?> CATALOGUE_STEP = new CatalogueStepDecider();

    private DeciderRegistry() {}

    /** Empty for an identity event: {@link MessageDecider} decides about identity for every fact. */
    static Optional<Decider<?>> deciderFor(Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case AppointmentEvent _ -> APPOINTMENT;
                    case StayEvent _ -> MOVEMENT;
                    case ExamEvent _ -> EXAM;
                    case ImagingEvent _ -> IMAGING;
                    case SurgeryEvent _ -> SURGERY;
                    case MedicationEvent _ -> MEDICATION;
                    case LetterEvent _ -> LETTER;
                    case OtherEvent _ -> CATALOGUE_STEP;
                    case IdentityEvent _ -> null;
                });
    }
}
