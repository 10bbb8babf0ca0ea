package org.parcours.query.timeline;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.DocumentRef;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.TimePrecision;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.MergedRecord;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.LinkedDocument;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.views.StoredHistoryEntry;
import org.parcours.query.views.StoredHistoryEntry.Occurrence;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.web.UiText;

/**
 * The response of the timeline API. Its field names are part of the public contract (contract.md).
 *
 * @param stays the newest ones, in chronological order
 * @param count of all entries of the timeline
 * @param entries those of this page, newest first
 * @param anomalies of the identity, and of the newest entries that have one
 * @param next the cursor of the next page
 */
public record TimelineResponse(
        PatientJson patient,
        Optional<PatientId> askedFor,
        List<StayJson> stays,
        long count,
        List<EntryJson> entries,
        List<AnomalyJson> anomalies,
        long position,
        Optional<String> next,
        Optional<Instant> asOf,
        Optional<Instant> knownAt) {

    private static final int MAX_STAYS = 50;
    private static final int MAX_FLAGGED = 20;

    public record PatientJson(
            PatientId id,
            Optional<PersonName> name,
            Optional<PersonName> birthName,
            Optional<PartialDate> birthDate,
            Optional<String> sex,
            List<String> phones,
            List<String> workPhones,
            List<String> addresses,
            Optional<Demographics.Death> death,
            Optional<Integer> birthOrder,
            List<Identifier> identifiers,
            List<PatientId> absorbed,
            Map<String, Object> details,
            List<String> notes,
            List<String> unread) {

        static PatientJson of(PatientIdentity identity, ResponseTexts texts) {
            return new PatientJson(
                    identity.id(),
                    identity.demographics().name(),
                    identity.demographics().birthName(),
                    identity.demographics().birthDate(),
                    identity.demographics().sex(),
                    identity.demographics().phones(),
                    identity.demographics().workPhones(),
                    identity.demographics().addresses(),
                    identity.demographics().death(),
                    identity.demographics().birthOrder(),
                    identity.identifiers(),
                    identity.merges().stream().map(MergedRecord::absorbed).toList(),
                    texts.details(identity.details().details()),
                    texts.texts(identity.details().notes()),
                    identity.details().unread());
        }
    }

    public record StayJson(
            String id,
            Optional<String> visitNumber,
            Optional<String> patientClass,
            String status,
            OffsetDateTime start,
            TimePrecision startPrecision,
            Optional<OffsetDateTime> end,
            Optional<TimePrecision> endPrecision,
            Optional<String> unit,
            Optional<String> doctor,
            boolean onLeave,
            List<String> movements) {}

    /**
     * @param unread paths of the messages' fields that no mapping reads
     * @param events how many events the history has; {@code history}: the newest of them, in log order
     */
    public record EntryJson(
            String id,
            String step,
            Optional<String> stay,
            String kind,
            String lane,
            String icon,
            String label,
            Optional<String> title,
            String status,
            String stage,
            OffsetDateTime start,
            TimePrecision startPrecision,
            Optional<OffsetDateTime> end,
            Optional<TimePrecision> endPrecision,
            Occurrence occurredAt,
            Instant recordedAt,
            String source,
            Optional<String> author,
            DataEntryMode entryMode,
            Optional<String> outage,
            boolean late,
            boolean corrected,
            Optional<String> movement,
            Map<String, Object> details,
            List<Observation> values,
            List<LinkedDocument> documents,
            List<String> notes,
            List<String> unread,
            List<Anomaly> anomalies,
            int events,
            List<HistoryEntryJson> history) {}

    public record HistoryEntryJson(
            EventId event,
            long position,
            String type,
            Occurrence occurredAt,
            Instant recordedAt,
            String source,
            String messageId,
            Optional<String> author,
            DataEntryMode entryMode,
            boolean late,
            Optional<EventId> corrects,
            String status,
            Map<String, Object> details,
            List<Observation> values,
            List<LinkedDocument> documents,
            List<DocumentRef> attachments,
            List<String> notes,
            List<String> unread,
            List<Anomaly> anomalies) {

        static HistoryEntryJson of(StoredHistoryEntry stored, ResponseTexts texts) {
            return new HistoryEntryJson(
                    stored.event(),
                    stored.position(),
                    stored.type(),
                    stored.occurredAt(),
                    stored.recordedAt(),
                    stored.source(),
                    stored.messageId(),
                    stored.author(),
                    stored.entryMode(),
                    stored.late(),
                    stored.corrects(),
                    stored.status(),
                    texts.details(stored.details()),
                    texts.values(stored.values()),
                    stored.documents(),
                    stored.attachments(),
                    texts.texts(stored.notes()),
                    stored.unread(),
                    stored.anomalies());
        }
    }

    public record AnomalyJson(
            Anomaly.Code code, Optional<String> detail, Optional<String> entry, EventId event, Instant recordedAt) {}

    static TimelineResponse of(
            PatientTimeline timeline,
            EntryPage page,
            Optional<Instant> asOf,
            Optional<Instant> knownAt,
            StepCatalogue catalogue,
            UiText uiText) {
        TimelineHead head = timeline.head();
        ResponseTexts texts = new ResponseTexts(uiText);
        return new TimelineResponse(
                PatientJson.of(head.patient(), texts),
                Optional.of(timeline.requested())
                        .filter(id -> !id.equals(head.patient().id())),
                timeline.stays(MAX_STAYS).stream().map(TimelineResponse::stay).toList(),
                head.count(),
                page.entries().stream()
                        .map(entry -> entry(entry, catalogue, texts))
                        .toList(),
                Stream.concat(
                                head.anomalies().stream(),
                                timeline.flagged(MAX_FLAGGED).stream().flatMap(entry -> entry.anomalies().stream()))
                        .map(anomaly -> new AnomalyJson(
                                anomaly.anomaly().code(),
                                anomaly.anomaly().detail(),
                                anomaly.entry(),
                                anomaly.event(),
                                anomaly.recordedAt()))
                        .toList(),
                head.position(),
                page.next().map(EntryCursor::toString),
                asOf,
                knownAt);
    }

    /** The kind in the catalogue; an unknown code is shown as the kind {@code other}. */
    public static StepKindDefinition stepKind(String code, StepCatalogue catalogue) {
        return catalogue.kind(code).or(() -> catalogue.kind("other")).orElseThrow();
    }

    private static StayJson stay(Stay stay) {
        return new StayJson(
                stay.id().toString(),
                stay.visitNumber().map(Identifier::value),
                stay.patientClass(),
                TimelineEntry.code(stay.status()),
                stay.startTime().time().time(),
                stay.startTime().precision(),
                stay.endTime().map(end -> end.time().time()),
                stay.endTime().map(EntryTime::precision),
                stay.unit(),
                stay.doctor(),
                stay.onLeave(),
                stay.movements());
    }

    private static EntryJson entry(StoredEntry stored, StepCatalogue catalogue, ResponseTexts texts) {
        TimelineEntry entry = stored.entry();
        StepKindDefinition kind = stepKind(entry.kind(), catalogue);
        String name = kind.label().in(texts.uiText().locale());
        Optional<String> title = entry.title().map(texts::text);
        return new EntryJson(
                entry.id(),
                entry.step().toString(),
                entry.stay().map(Object::toString),
                entry.kind(),
                kind.lane(),
                kind.icon(),
                entry.kind().equals("stay")
                        ? title.map(number -> name + " " + number).orElse(name)
                        : title.orElse(name),
                title,
                TimelineEntry.code(entry.status()),
                entry.stage(),
                entry.startTime().time().time(),
                entry.startTime().precision(),
                entry.endTime().map(end -> end.time().time()),
                entry.endTime().map(EntryTime::precision),
                Occurrence.of(entry.occurrence()),
                entry.recordedAt(),
                entry.reporter().application(),
                entry.reporter().author(),
                entry.reporter().entryMode(),
                entry.reporter().outage(),
                entry.late(),
                entry.corrected(),
                entry.movement(),
                texts.details(entry.details()),
                texts.values(entry.values()),
                stored.documents(),
                texts.texts(entry.notes()),
                entry.unread(),
                entry.anomalies(),
                stored.events(),
                stored.history().stream()
                        .map(event -> HistoryEntryJson.of(event, texts))
                        .toList());
    }
}
