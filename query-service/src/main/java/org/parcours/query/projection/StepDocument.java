package org.parcours.query.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.SupportedYears;
import org.parcours.query.timeline.fold.StepEventsFold;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.EmbeddedEventListMapper;
import org.parcours.query.views.SearchTokenizer;

/** A document of the {@code steps} view: one step as recorded for one patient, and the patient who owns it now. */
final class StepDocument {

    private static final String ENVELOPES = "envelopes";

    final String id;
    final PatientId recordedFor;
    final UUID step;
    /** Former owners of this stay; their documents of it are shown under this owner. */
    final Set<PatientId> receivedFrom = new LinkedHashSet<>();

    private final List<Envelope> envelopes = new ArrayList<>();
    PatientId owner;
    Optional<UUID> stay = Optional.empty();
    long position;

    StepDocument(PatientId recordedFor, UUID step) {
        this.id = id(recordedFor, step);
        this.recordedFor = recordedFor;
        this.step = step;
        this.owner = recordedFor;
    }

    static String id(PatientId recordedFor, UUID step) {
        return recordedFor + "/" + step;
    }

    static StepDocument fromDocument(Document stored, EmbeddedEventListMapper eventMapper) {
        StepDocument document = new StepDocument(
                PatientId.of(stored.getString("recordedFor")), UUID.fromString(stored.getString("step")));
        document.owner = PatientId.of(stored.getString("patient"));
        document.stay = Optional.ofNullable(stored.getString("stay")).map(UUID::fromString);
        document.position = stored.getLong("position");
        stored.getList("receivedFrom", String.class).forEach(id -> document.receivedFrom.add(PatientId.of(id)));
        document.envelopes.addAll(eventMapper.read(stored, ENVELOPES));
        return document;
    }

    /** Whether this step was recorded within that stay, for the same patient. */
    boolean isPartOf(StepDocument stayDocument) {
        return recordedFor.equals(stayDocument.recordedFor)
                && !step.equals(stayDocument.step)
                && stay.equals(Optional.of(stayDocument.step));
    }

    /** Applies the event, unless it has been applied before. */
    void apply(Envelope envelope) {
        if (envelope.position() <= position) {
            return;
        }
        envelopes.add(envelope);
        position = envelope.position();
        envelope.stay().map(StayId::value).ifPresent(value -> stay = Optional.of(value));
    }

    Document toDocument(Function<Envelope, String> json) {
        Document document = baseDocument();
        StepEventsFold.FoldResult result = StepEventsFold.fold(step, envelopes, ValidTimeCutoff.NONE);
        if (!result.entries().isEmpty()) {
            addSummary(result.entries().getFirst(), document);
        }
        List<String> visits = visitTerms();
        if (!visits.isEmpty()) {
            document.append("visits", visits);
        }
        EmbeddedEventListMapper.write(document, ENVELOPES, envelopes, json);
        return document;
    }

    /** The visit numbers as search terms: they find the current owner. */
    private List<String> visitTerms() {
        return envelopes.stream()
                .flatMap(envelope ->
                        envelope.event() instanceof StayEvent event ? event.visit().number().stream() : Stream.empty())
                .flatMap(number -> SearchTokenizer.tokenize(number.value()).stream())
                .distinct()
                .toList();
    }

    /** A document with the positions of its events only; the events are read from the journal. */
    Document toMarker(String cause) {
        Document document = baseDocument().append(DocumentOrMarkerWriter.FAILURE, cause);
        EmbeddedEventListMapper.writePositions(document, ENVELOPES, envelopes);
        return document;
    }

    private Document baseDocument() {
        Document document = new Document("_id", id)
                .append("step", step.toString())
                .append("patient", owner.toString())
                .append("recordedFor", recordedFor.toString());
        stay.ifPresent(s -> document.append("stay", s.toString()));
        return document.append(
                        "receivedFrom",
                        receivedFrom.stream().map(PatientId::toString).toList())
                .append("position", position);
    }

    /** Fields for lists across patients, so that these need not fold each step. */
    private static void addSummary(TimelineEntry entry, Document document) {
        document.append("kind", entry.kind())
                .append("status", TimelineEntry.code(entry.status()))
                .append("stage", entry.stage())
                .append("start", date(entry.start()));
        entry.end().ifPresent(end -> document.append("end", date(end)));
        entry.detail("unit").ifPresent(unit -> document.append("unit", unit));
    }

    /** Limits the instant to what a BSON date (64-bit milliseconds) can hold. */
    private static Date date(Instant instant) {
        return Date.from(SupportedYears.nearest(instant));
    }
}
