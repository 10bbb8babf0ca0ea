package org.parcours.events;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Operations. HL7 v2: SIU of an operating room; otherwise by REST. */
public sealed interface SurgeryEvent extends Event {

    private static List<StepKey> key(Identifier surgery) {
        return List.of(new StepKey("surgery", surgery));
    }

    /** Sent again for the same surgery it reschedules it. */
    record SurgeryScheduled(
            Identifier surgery,
            Optional<Coding> procedure,
            Optional<OffsetDateTime> plannedStart,
            Optional<OffsetDateTime> plannedEnd,
            Optional<Location> room,
            Optional<Practitioner> surgeon)
            implements SurgeryEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(surgery);
        }
    }

    record SurgeryStarted(
            Identifier surgery, Optional<Coding> procedure, Optional<Location> room, Optional<Practitioner> surgeon)
            implements SurgeryEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(surgery);
        }
    }

    record SurgeryCompleted(Identifier surgery, Optional<Coding> procedure) implements SurgeryEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(surgery);
        }
    }

    record SurgeryCancelled(Identifier surgery, Optional<Coding> reason) implements SurgeryEvent {
        @Override
        public List<StepKey> stepKeys() {
            return key(surgery);
        }
    }
}
