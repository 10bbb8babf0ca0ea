package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What happened to a patient (the events are listed in {@code docs/domain.md}). Sealed: a {@code switch} over events
 * has no default, so that the compiler finds each place that a new event needs.
 */
public sealed interface Event
        permits IdentityEvent,
                AppointmentEvent,
                StayEvent,
                LabOrFunctionalExamEvent,
                ImagingEvent,
                SurgeryEvent,
                MedicationEvent,
                DischargeLetterEvent,
                OtherEvent {

    /** The business keys of the step that this event belongs to; none for identity and stay events. */
    @JsonIgnore
    List<StepKey> stepKeys();

    /** The documents that the event itself refers to, whose bytes live in the document store (rule 7). */
    @JsonIgnore
    default List<DocumentRef> documents() {
        return List.of();
    }
}
