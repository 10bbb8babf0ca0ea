package org.parcours.query.timeline.fold;

import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.events.Observation;

/** One event behind an entry, with what it said: the old values stay one click away (rule 3). */
public record Telling(Envelope envelope, Standing standing, List<Detail> details, List<Observation> values) {

    public Telling {
        details = List.copyOf(details);
        values = List.copyOf(values);
    }

    static Telling of(Envelope envelope, Standing standing) {
        return new Telling(envelope, standing, Told.details(envelope.event()), Told.values(envelope.event()));
    }
}
