package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What happened to a patient, in the words of {@code domain.md}. Sealed: a {@code switch} over events has no default,
 * so that the next event cannot vanish in silence.
 */
public sealed interface Event
        permits IdentityEvent,
                AppointmentEvent,
                StayEvent,
                ExamEvent,
                ImagingEvent,
                SurgeryEvent,
                MedicationEvent,
                LetterEvent,
                OtherEvent {

    /** The business keys of the step that it belongs to; none for identity and for stays, which have ids of their own. */
    @JsonIgnore
    List<StepKey> stepKeys();
}
