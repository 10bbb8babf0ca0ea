package org.parcours.events;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Appointments. HL7 v2: SIU S12 to S15, S17, S26; A10. */
public sealed interface AppointmentEvent extends Event {

    private static List<StepKey> key(Identifier appointment) {
        return List.of(new StepKey("appointment", appointment));
    }

    record AppointmentBooked(
            Identifier appointment,
            Optional<OffsetDateTime> plannedStart,
            Optional<OffsetDateTime> plannedEnd,
            Optional<Coding> reason,
            Optional<Location> location,
            Optional<Practitioner> practitioner)
            implements AppointmentEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(appointment);
        }
    }

    /** An absent field leaves the earlier value. */
    record AppointmentRescheduled(
            Identifier appointment,
            Optional<OffsetDateTime> plannedStart,
            Optional<OffsetDateTime> plannedEnd,
            Optional<Coding> reason,
            Optional<Location> location,
            Optional<Practitioner> practitioner)
            implements AppointmentEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(appointment);
        }
    }

    record AppointmentCancelled(Identifier appointment, Optional<Coding> reason) implements AppointmentEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(appointment);
        }
    }

    /** The patient did not come (S26). */
    record AppointmentMissed(Identifier appointment) implements AppointmentEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(appointment);
        }
    }

    /** The patient has arrived (A10), for the named appointment or for the stay. */
    record PatientArrived(Optional<Identifier> appointment, Optional<Visit> visit, Optional<Location> location)
            implements AppointmentEvent {
        @Override
        public List<StepKey> stepKeys() {
            return appointment.map(AppointmentEvent::key).orElse(List.of());
        }
    }
}
