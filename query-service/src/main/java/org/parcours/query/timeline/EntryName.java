package org.parcours.query.timeline;

import java.util.Optional;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/**
 * The name of an entry in one line.
 *
 * @param kind the kind of step, as labelled in the catalogue
 * @param title what distinguishes it from other entries of its kind: its title, else its unit
 */
public record EntryName(String kind, Optional<String> title) {

    public static EntryName of(TimelineEntry entry, StepCatalogue catalogue, UiText uiText) {
        return new EntryName(
                TimelineJson.stepKind(entry.kind(), catalogue).label().in(uiText.locale()),
                entry.title().or(() -> entry.detail("unit")));
    }
}
