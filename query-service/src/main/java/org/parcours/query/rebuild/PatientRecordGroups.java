package org.parcours.query.rebuild;

import java.util.HashMap;
import java.util.Map;
import org.parcours.events.PatientId;

/**
 * Which patient records belong together: those that a merge, its end, or a reassigned stay links, directly or not. What is
 * shown of a group depends on its own events only.
 */
final class PatientRecordGroups {

    /** Of each linked record, another one of its group, or itself for the one that names the group. */
    private final Map<PatientId, PatientId> parents = new HashMap<>();

    void link(PatientId one, PatientId other) {
        PatientId first = group(one);
        PatientId second = group(other);
        parents.put(first, first);
        parents.put(second, first);
    }

    boolean isLinked(PatientId record) {
        return parents.containsKey(record);
    }

    /** The record that names the group; the record itself where it is linked to none. */
    PatientId group(PatientId record) {
        PatientId group = record;
        for (PatientId parent = parents.getOrDefault(group, group); !parent.equals(group); ) {
            group = parent;
            parent = parents.getOrDefault(group, group);
        }
        if (parents.containsKey(record)) {
            parents.put(record, group);
        }
        return group;
    }
}
