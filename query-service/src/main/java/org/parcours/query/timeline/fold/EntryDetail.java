package org.parcours.query.timeline.fold;

import java.util.Optional;
import org.parcours.events.PartialDateTime;

/**
 * A labelled value of an entry: a text or a time.
 *
 * @param key {@code unit}, {@code doctor}, {@code plannedStart}, …: the suffix of the message key of its label
 */
public record EntryDetail(String key, Optional<String> text, Optional<PartialDateTime> time) {

    static EntryDetail of(String key, String text) {
        return new EntryDetail(key, Optional.of(text), Optional.empty());
    }

    static EntryDetail of(String key, PartialDateTime time) {
        return new EntryDetail(key, Optional.empty(), Optional.of(time));
    }
}
