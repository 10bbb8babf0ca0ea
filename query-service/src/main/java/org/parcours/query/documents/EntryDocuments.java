package org.parcours.query.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DocumentRef;
import org.parcours.events.PatientId;
import org.parcours.query.documents.DocumentVersion.State;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.HistoryStatus;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.TimelineEntry;

/**
 * The documents that an entry of a patient's timeline refers to, with those of its history: the current ones first, then
 * the newest. Equal bytes are one document.
 *
 * @param position of the newest event of the patient
 */
record EntryDocuments(PatientIdentity patient, TimelineEntry entry, List<DocumentVersion> versions, long position) {

    EntryDocuments {
        versions = List.copyOf(versions);
    }

    /** @throws DocumentProblem if the patient's timeline has no such entry */
    static EntryDocuments find(PatientTimelineReader reader, PatientId patient, String entryId) {
        return reader.read(patient, timeline -> {
            TimelineEntry entry = timeline.entry(entryId).orElseThrow(DocumentProblem::unknown);
            return new EntryDocuments(
                    timeline.head().patient(),
                    entry,
                    versions(entry),
                    timeline.head().position());
        });
    }

    /** @throws DocumentProblem if the entry refers to no such document */
    DocumentVersion version(String sha256) {
        return versions.stream()
                .filter(version -> version.document().sha256().equals(sha256))
                .findFirst()
                .orElseThrow(DocumentProblem::unknown);
    }

    private static List<DocumentVersion> versions(TimelineEntry entry) {
        Map<String, DocumentVersion> versions = new LinkedHashMap<>();
        for (HistoryEntry item : entry.history()) {
            for (DocumentRef document : item.envelope().documents()) {
                // As the entry shows it: of two references to the same bytes it names one.
                DocumentRef shown = current(entry, document.sha256()).orElse(document);
                versions.put(
                        document.sha256(),
                        new DocumentVersion(shown, state(entry, item, document.sha256()), item.envelope()));
            }
        }
        List<DocumentVersion> sorted = new ArrayList<>(versions.values());
        sorted.sort(Comparator.comparing((DocumentVersion version) -> version.state() != State.CURRENT)
                .thenComparing(version -> -version.event().position()));
        return sorted;
    }

    private static State state(TimelineEntry entry, HistoryEntry item, String sha256) {
        if (entry.status().isVoid()) {
            return State.WITHDRAWN;
        }
        if (current(entry, sha256).isPresent()) {
            return State.CURRENT;
        }
        if (item.status() == HistoryStatus.CANCELLED || item.status() == HistoryStatus.CANCELLATION) {
            return State.WITHDRAWN;
        }
        return item.status() == HistoryStatus.IN_EFFECT && item.envelope().event() instanceof DischargeLetterDrafted
                ? State.DRAFT
                : State.EARLIER;
    }

    private static Optional<DocumentRef> current(TimelineEntry entry, String sha256) {
        return entry.documents().stream()
                .filter(document -> document.sha256().equals(sha256))
                .findFirst();
    }
}
