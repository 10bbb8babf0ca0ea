package org.parcours.query.views;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parcours.events.PatientId;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Timeline.TimelineAnomaly;

/**
 * What a timeline page shows besides entries.
 *
 * @param records the patient's own record and those merged into it
 * @param anomalies of the identity events
 * @param counts of the entries by kind and year: {@code {"lab": {"2026": 12}}}
 * @param position of the newest event of these records
 */
public record TimelineHead(
        PatientIdentity patient,
        Set<PatientId> records,
        List<TimelineAnomaly> anomalies,
        Map<String, Map<String, Long>> counts,
        long position) {

    public TimelineHead {
        records = SortedCopy.of(records);
        anomalies = List.copyOf(anomalies);
        counts = SortedCopy.of(counts);
    }

    public long count() {
        return counts.values().stream()
                .flatMap(years -> years.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }
}
