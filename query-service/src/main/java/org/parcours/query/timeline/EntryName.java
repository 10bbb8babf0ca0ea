package org.parcours.query.timeline;

import java.util.Optional;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/**
 * What an entry is, in a line.
 *
 * @param kind as the catalogue calls it
 * @param title what tells it from others of its kind: its name, or where it led
 */
public record EntryName(String kind, Optional<String> title) {

    public static EntryName of(TimelineEntry entry, StepCatalogue catalogue, UiText uiText) {
        return new EntryName(
                TimelineJson.stepKind(entry.kind(), catalogue).label().in(uiText.locale()),
                entry.title().or(() -> entry.detail("unit")));
    }
}
