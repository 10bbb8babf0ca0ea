package org.parcours.command.axon;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.util.UUID;
import org.parcours.command.journey.decision.IdGenerator;
import org.parcours.events.EventId;
import org.parcours.events.PatientId;

/** UUIDv7 for events, so that they sort by time; UUIDv4 for patients, so that the id reveals nothing. */
final class UuidGenerator implements IdGenerator {

    private final TimeBasedEpochRandomGenerator byTime = Generators.timeBasedEpochRandomGenerator();

    @Override
    public EventId nextEvent() {
        return new EventId(byTime.generate());
    }

    @Override
    public PatientId nextPatient() {
        return new PatientId(UUID.randomUUID());
    }
}
