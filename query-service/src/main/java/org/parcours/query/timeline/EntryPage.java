package org.parcours.query.timeline;

import java.util.List;
import java.util.Optional;
import org.parcours.query.views.StoredEntry;

/** @param next where the next page begins; empty on the last one */
public record EntryPage(List<StoredEntry> entries, Optional<EntryCursor> next) {

    public EntryPage {
        entries = List.copyOf(entries);
    }
}
