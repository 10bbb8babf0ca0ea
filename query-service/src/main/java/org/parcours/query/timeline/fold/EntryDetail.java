package org.parcours.query.timeline.fold;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * One thing that was told, under the name by which the screens label it.
 *
 * @param key {@code unit}, {@code doctor}, {@code plannedStart}, …: the end of a message key
 * @param text what was told, where it is no time
 * @param time what was told, where it is one
 */
public record EntryDetail(String key, Optional<String> text, Optional<OffsetDateTime> time) {

    static EntryDetail of(String key, String text) {
        return new EntryDetail(key, Optional.of(text), Optional.empty());
    }

    static EntryDetail of(String key, OffsetDateTime time) {
        return new EntryDetail(key, Optional.empty(), Optional.of(time));
    }
}
