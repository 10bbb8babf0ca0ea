package org.parcours.query.timeline;

import java.util.Optional;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.Entry;
import org.parcours.query.web.Words;

/**
 * What an entry is, in a line.
 *
 * @param kind as the catalogue calls it
 * @param title what tells it from others of its kind: its name, or where it led
 */
public record EntryName(String kind, Optional<String> title) {

    public static EntryName of(Entry entry, StepCatalogue catalogue, Words words) {
        return new EntryName(
                TimelineJson.kind(entry.kind(), catalogue).label().in(words.locale()),
                entry.title().or(() -> entry.detail("unit")));
    }
}
