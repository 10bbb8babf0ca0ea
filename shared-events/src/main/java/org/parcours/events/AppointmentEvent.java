package org.parcours.events;

import java.util.List;
import java.util.Optional;

/** Appointments. HL7 v2: SIU S12 to S15, S17, S26; A10. */
public sealed interface AppointmentEvent extends Event {

    @Override
    default List<StepKey> stepKeys() {
        Optional<Identifier> number =
                switch (this) {
                    case AppointmentBooked e -> Optional.of(e.appointment());
                    case AppointmentRescheduled e -> Optional.of(e.appointment());
                    case AppointmentCancelled e -> Optional.of(e.appointment());
                    case AppointmentMissed e -> Optional.of(e.appointment());
                    case PatientArrived e -> e.appointment();
                };
        return number.map(appointment -> new StepKey("appointment", appointment)).stream()
                .toList();
    }

    record AppointmentBooked(
            Identifier appointment,
            Optional<PartialDateTime> plannedStart,
            Optional<PartialDateTime> plannedEnd,
            Optional<Coding> reason,
            Optional<Location> location,
            Optional<Practitioner> practitioner)
            implements AppointmentEvent {}

    /** An absent field leaves the earlier value. */
    record AppointmentRescheduled(
            Identifier appointment,
            Optional<PartialDateTime> plannedStart,
            Optional<PartialDateTime> plannedEnd,
            Optional<Coding> reason,
            Optional<Location> location,
            Optional<Practitioner> practitioner)
            implements AppointmentEvent {}

    record AppointmentCancelled(Identifier appointment, Optional<Coding> reason) implements AppointmentEvent {}

    /** The patient did not come (S26). */
    record AppointmentMissed(Identifier appointment) implements AppointmentEvent {}

    /** The patient has arrived (A10), for the named appointment or for the stay. */
    record PatientArrived(Optional<Identifier> appointment, Optional<Visit> visit, Optional<Location> location)
            implements AppointmentEvent {}
}
