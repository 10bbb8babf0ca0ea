package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.EventAnnotations;

/**
 * What applications report about a person besides the demographics: further names, contacts, whether the record is in use.
 *
 * @param details each application's values, where they differ
 * @param unread paths of the messages' fields that no mapping reads
 */
public record IdentityDetails(List<EntryDetail> details, List<String> notes, List<String> unread) {

    public static final IdentityDetails NONE = new IdentityDetails(List.of(), List.of(), List.of());

    public IdentityDetails {
        details = List.copyOf(details);
        notes = List.copyOf(notes);
        unread = List.copyOf(unread);
    }

    /** Whether an application states that the record is not in use (FHIR Patient.active). */
    public boolean isInactive() {
        return details.stream()
                .anyMatch(detail -> detail.key().equals(DetailKey.RECORD_STATUS)
                        && detail.text().filter("inactive"::equals).isPresent());
    }

    /** @param reports those that count, in the order in which they were made */
    static IdentityDetails of(List<Envelope> reports) {
        Map<String, List<Envelope>> byApplication = new LinkedHashMap<>();
        for (Envelope report : reports) {
            List<Envelope> ofApplication =
                    byApplication.computeIfAbsent(report.reporter().application(), _ -> new ArrayList<>());
            if (report.annotations().wholeState()) {
                // It states all that the application knows.
                ofApplication.clear();
            }
            ofApplication.add(report);
        }
        Set<EntryDetail> details = new LinkedHashSet<>();
        Set<String> notes = new LinkedHashSet<>();
        Set<String> unread = new LinkedHashSet<>();
        byApplication.values().forEach(ofApplication -> {
            Map<String, EntryDetail> latest = new LinkedHashMap<>();
            ofApplication.forEach(report -> EventDetailExtractor.annotatedDetails(report).stream()
                    .filter(detail -> !detail.key().equals(DetailKey.REPORTED_AT))
                    .forEach(detail -> latest.put(detail.key(), detail)));
            details.addAll(latest.values());
            EventAnnotations last = ofApplication.getLast().annotations();
            notes.addAll(last.notes());
            unread.addAll(last.unread());
        });
        return new IdentityDetails(List.copyOf(details), List.copyOf(notes), List.copyOf(unread));
    }
}
