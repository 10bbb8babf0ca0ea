package org.parcours.query.timeline;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Anomaly;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Demographics;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.MergedRecord;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;

/** The response of the timeline API. Its field names are part of the public contract (contract.md). */
public record TimelineResponse(
        PatientJson patient,
        Optional<PatientId> askedFor,
        List<StayJson> stays,
        List<EntryJson> entries,
        List<AnomalyJson> anomalies,
        long position,
        Optional<Instant> asOf,
        Optional<Instant> knownAt) {

    private static final String DISCHARGE = "discharge";

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

        static PatientJson of(PatientIdentity identity) {
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
                    TimelineResponse.details(identity.details().details()),
                    identity.details().notes(),
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
     * When something happened, as precise as it was reported.
     *
     * @param time the first moment of the stated period, with the offset as reported: the date of a DAY is its date
     */
    public record OccurrenceJson(OffsetDateTime time, TimePrecision precision, TimeOrigin origin) {

        static OccurrenceJson of(EntryTime occurrence) {
            return new OccurrenceJson(occurrence.time().time(), occurrence.precision(), occurrence.origin());
        }
    }

    /** @param unread paths of the messages' fields that no mapping reads */
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
            OccurrenceJson occurredAt,
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
            List<DocumentJson> documents,
            List<String> notes,
            List<String> unread,
            List<Anomaly> anomalies,
            List<HistoryEntryJson> history) {}

    public record HistoryEntryJson(
            EventId event,
            long position,
            String type,
            OccurrenceJson occurredAt,
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
            List<DocumentJson> documents,
            List<DocumentRef> attachments,
            List<String> notes,
            List<String> unread,
            List<Anomaly> anomalies) {}

    /** @param href the document, in a form that a browser shows */
    public record DocumentJson(
            String mediaType,
            String sha256,
            long size,
            Optional<String> title,
            List<DocumentRestriction> restrictions,
            String href) {

        static List<DocumentJson> of(List<DocumentRef> documents, PatientId patient, TimelineEntry entry) {
            return documents.stream()
                    .map(document -> new DocumentJson(
                            document.mediaType(),
                            document.sha256(),
                            document.size(),
                            document.title(),
                            document.restrictions(),
                            "/patients/" + patient + "/entries/" + entry.id() + "/documents/" + document.sha256()))
                    .toList();
        }
    }

    public record AnomalyJson(
            Anomaly.Code code, Optional<String> detail, Optional<String> entry, EventId event, Instant recordedAt) {}

    /**
     * By start; a date without a time of day is at the beginning of that day in the hospital, a discharge at its end.
     */
    static Comparator<TimelineEntry> order(ZoneId hospital) {
        return Comparator.comparing(entry -> {
            EntryTime start = entry.startTime();
            return entry.kind().equals(DISCHARGE) && !start.hasTimeOfDay()
                    ? start.endIn(hospital).minusNanos(1)
                    : start.startIn(hospital);
        });
    }

    /** @param lanes the codes of the requested lanes; empty for all */
    static TimelineResponse of(
            Timeline timeline,
            Set<String> lanes,
            Optional<Instant> asOf,
            Optional<Instant> knownAt,
            StepCatalogue catalogue,
            ZoneId hospital,
            Locale locale) {
        return new TimelineResponse(
                PatientJson.of(timeline.patient()),
                Optional.of(timeline.requested())
                        .filter(id -> !id.equals(timeline.patient().id())),
                timeline.stays().stream().map(TimelineResponse::stay).toList(),
                timeline.entries().stream()
                        .sorted(order(hospital))
                        .map(entry -> entry(timeline.requested(), entry, catalogue, locale))
                        .filter(entry -> lanes.isEmpty() || lanes.contains(entry.lane()))
                        .toList(),
                timeline.anomalies().stream()
                        .map(timelineAnomaly -> new AnomalyJson(
                                timelineAnomaly.anomaly().code(),
                                timelineAnomaly.anomaly().detail(),
                                timelineAnomaly.entry(),
                                timelineAnomaly.event(),
                                timelineAnomaly.recordedAt()))
                        .toList(),
                timeline.position(),
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

    private static EntryJson entry(PatientId patient, TimelineEntry entry, StepCatalogue catalogue, Locale locale) {
        StepKindDefinition kind = stepKind(entry.kind(), catalogue);
        String name = kind.label().in(locale);
        return new EntryJson(
                entry.id(),
                entry.step().toString(),
                entry.stay().map(Object::toString),
                entry.kind(),
                kind.lane(),
                kind.icon(),
                entry.kind().equals("stay")
                        ? entry.title().map(number -> name + " " + number).orElse(name)
                        : entry.title().orElse(name),
                entry.title(),
                TimelineEntry.code(entry.status()),
                entry.stage(),
                entry.startTime().time().time(),
                entry.startTime().precision(),
                entry.endTime().map(end -> end.time().time()),
                entry.endTime().map(EntryTime::precision),
                OccurrenceJson.of(entry.occurrence()),
                entry.recordedAt(),
                entry.reporter().application(),
                entry.reporter().author(),
                entry.reporter().entryMode(),
                entry.reporter().outage(),
                entry.late(),
                entry.corrected(),
                entry.movement(),
                details(entry.details()),
                entry.values(),
                DocumentJson.of(entry.documents(), patient, entry),
                entry.notes(),
                entry.unread(),
                entry.anomalies(),
                entry.history().stream()
                        .map(item -> historyEntry(patient, entry, item))
                        .toList());
    }

    private static HistoryEntryJson historyEntry(PatientId patient, TimelineEntry entry, HistoryEntry historyEntry) {
        Envelope envelope = historyEntry.envelope();
        return new HistoryEntryJson(
                envelope.id(),
                envelope.position(),
                EventType.of(envelope.event().getClass()).toString(),
                OccurrenceJson.of(EntryTime.of(envelope)),
                envelope.recordedAt(),
                envelope.reporter().application(),
                envelope.reporter().messageId(),
                envelope.reporter().author(),
                envelope.reporter().entryMode(),
                envelope.isLate(),
                envelope.corrects(),
                TimelineEntry.code(historyEntry.status()),
                details(historyEntry.details()),
                historyEntry.values(),
                DocumentJson.of(envelope.documents(), patient, entry),
                envelope.annotations().attachments(),
                envelope.annotations().notes(),
                envelope.annotations().unread(),
                envelope.anomalies());
    }

    private static Map<String, Object> details(List<EntryDetail> details) {
        Map<String, Object> named = new LinkedHashMap<>();
        details.forEach(detail -> named.put(
                detail.key().startsWith("other:") ? detail.key().substring("other:".length()) : detail.key(),
                detail.time().<Object>map(time -> time).orElseGet(() -> detail.text()
                        .orElse(""))));
        return named;
    }
}
