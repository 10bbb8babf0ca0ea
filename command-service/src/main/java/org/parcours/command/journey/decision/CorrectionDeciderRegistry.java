package org.parcours.command.journey.decision;

import java.util.Optional;
import org.parcours.command.journey.CorrectionDecider;
import org.parcours.command.journey.appointment.AppointmentCorrectionDecider;
import org.parcours.command.journey.exam.ExamCorrectionDecider;
import org.parcours.command.journey.imaging.ImagingCorrectionDecider;
import org.parcours.command.journey.letter.LetterCorrectionDecider;
import org.parcours.command.journey.medication.MedicationCorrectionDecider;
import org.parcours.command.journey.other.CatalogueStepCorrectionDecider;
import org.parcours.command.journey.stay.MovementCorrectionDecider;
import org.parcours.command.journey.surgery.SurgeryCorrectionDecider;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** The decider of each family of events. */
final class CorrectionDeciderRegistry {

    private static final CorrectionDecider<?> APPOINTMENT = new AppointmentCorrectionDecider();
    private static final CorrectionDecider<?> MOVEMENT = new MovementCorrectionDecider();
    private static final CorrectionDecider<?> EXAM = new ExamCorrectionDecider();
    private static final CorrectionDecider<?> IMAGING = new ImagingCorrectionDecider();
    private static final CorrectionDecider<?> SURGERY = new SurgeryCorrectionDecider();
    private static final CorrectionDecider<?> MEDICATION = new MedicationCorrectionDecider();
    private static final CorrectionDecider<?> LETTER = new LetterCorrectionDecider();
    private static final CorrectionDecider<?> CATALOGUE_STEP = new CatalogueStepCorrectionDecider();

    private CorrectionDeciderRegistry() {}

    /** Empty for an identity event: {@link MessageDecider} decides about identity for every fact. */
    static Optional<CorrectionDecider<?>> deciderFor(Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case AppointmentEvent _ -> APPOINTMENT;
                    case StayEvent _ -> MOVEMENT;
                    case LabOrFunctionalExamEvent _ -> EXAM;
                    case ImagingEvent _ -> IMAGING;
                    case SurgeryEvent _ -> SURGERY;
                    case MedicationEvent _ -> MEDICATION;
                    case DischargeLetterEvent _ -> LETTER;
                    case OtherEvent _ -> CATALOGUE_STEP;
                    case IdentityEvent _ -> null;
                });
    }
}
