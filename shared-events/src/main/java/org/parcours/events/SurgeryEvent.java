package org.parcours.events;

import java.util.List;
import java.util.Optional;

/** Operations. HL7 v2: SIU of an operating room; otherwise by REST. */
public sealed interface SurgeryEvent extends Event {

    Identifier surgery();

    @Override
    default List<StepKey> stepKeys() {
        return List.of(new StepKey("surgery", surgery()));
    }

    /** Sent again for the same surgery it reschedules it. */
    record SurgeryScheduled(
            Identifier surgery,
            Optional<Coding> procedure,
            Optional<PartialDateTime> plannedStart,
            Optional<PartialDateTime> plannedEnd,
            Optional<Location> room,
            Optional<Practitioner> surgeon)
            implements SurgeryEvent {}

    record SurgeryStarted(
            Identifier surgery, Optional<Coding> procedure, Optional<Location> room, Optional<Practitioner> surgeon)
            implements SurgeryEvent {}

    record SurgeryCompleted(Identifier surgery, Optional<Coding> procedure) implements SurgeryEvent {}

    record SurgeryCancelled(Identifier surgery, Optional<Coding> reason) implements SurgeryEvent {}
}
