package org.parcours.query.timeline;

import java.util.List;
import java.util.Set;
import org.parcours.query.views.StoredEntry;

/**
 * What has changed in a timeline since a position.
 *
 * @param ids of the changed entries
 * @param entries those of them that the filter admits
 */
public record TimelineChanges(Set<String> ids, List<StoredEntry> entries) {

    public TimelineChanges {
        ids = Set.copyOf(ids);
        entries = List.copyOf(entries);
    }
}
