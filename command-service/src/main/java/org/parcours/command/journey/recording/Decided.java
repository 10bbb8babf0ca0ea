package org.parcours.command.journey.recording;

import java.util.List;
import org.parcours.events.EventId;

/** What a report comes to. */
public sealed interface Decided {

    record Record(List<NewEvent> events) implements Decided {
        public Record {
            events = List.copyOf(events);
        }
    }

    /** The same message was recorded before (rule 4). */
    record KnownAlready(List<Place> places) implements Decided {
        public KnownAlready {
            places = List.copyOf(places);
        }
    }

    record Place(EventId id, long position) {}
}
