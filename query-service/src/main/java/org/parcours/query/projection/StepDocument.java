package org.parcours.query.projection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.fold.AsOf;
import org.parcours.query.timeline.fold.Entry;
import org.parcours.query.timeline.fold.StepFold;

/** One step as it was told for one patient, and under whom it is shown now. */
final class StepDocument {

    final String id;
    private final PatientId recordedFor;
    private final UUID step;
    /** The steps told for the same patient that named this stay; only a stay has any. */
    final Set<String> parts = new LinkedHashSet<>();
    /** Former owners of this stay, whose documents of it are shown here. */
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

    static StepDocument read(Document stored, EventCodec codec) {
        StepDocument document = new StepDocument(
                PatientId.of(stored.getString("recordedFor")), UUID.fromString(stored.getString("step")));
        document.owner = PatientId.of(stored.getString("patient"));
        document.stay = Optional.ofNullable(stored.getString("stay")).map(UUID::fromString);
        document.position = stored.getLong("position");
        document.parts.addAll(stored.getList("parts", String.class));
        stored.getList("receivedFrom", String.class).forEach(id -> document.receivedFrom.add(PatientId.of(id)));
        stored.getList("envelopes", String.class).stream()
                .map(json -> codec.decode(json.getBytes(StandardCharsets.UTF_8)))
                .forEach(document.envelopes::add);
        return document;
    }

    /** @return whether it was news */
    boolean take(Envelope envelope) {
        if (envelope.position() <= position) {
            return false;
        }
        envelopes.add(envelope);
        position = envelope.position();
        envelope.stay().map(StayId::value).ifPresent(told -> stay = Optional.of(told));
        return true;
    }

    Document write(Encoded encoded) {
        Document document = new Document("_id", id)
                .append("step", step.toString())
                .append("patient", owner.toString())
                .append("recordedFor", recordedFor.toString());
        stay.ifPresent(s -> document.append("stay", s.toString()));
        StepFold.Folded folded = StepFold.fold(step, envelopes, AsOf.NOW);
        if (!folded.entries().isEmpty()) {
            summarise(folded.entries().getFirst(), document);
        }
        return document.append(
                        "envelopes", envelopes.stream().map(encoded::json).toList())
                .append("parts", List.copyOf(parts))
                .append(
                        "receivedFrom",
                        receivedFrom.stream().map(PatientId::toString).toList())
                .append("position", position);
    }

    /** What lists across patients ask for, without folding every step. */
    private static void summarise(Entry entry, Document document) {
        document.append("kind", entry.kind())
                .append("status", word(entry.status()))
                .append("stage", entry.stage())
                .append("start", Date.from(entry.start()));
        entry.end().ifPresent(end -> document.append("end", Date.from(end)));
        entry.detail("unit").ifPresent(unit -> document.append("unit", unit));
    }

    private static String word(StepStatus status) {
        return switch (status) {
            case PLANNED -> "planned";
            case IN_PROGRESS -> "in-progress";
            case DONE -> "done";
            case CANCELLED -> "cancelled";
        };
    }
}
