package org.parcours.events.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.EventId;
import org.parcours.events.EventProvenance;
import org.parcours.events.PatientId;
import org.parcours.events.StayId;
import org.parcours.events.StepId;
import org.parcours.events.StepKey;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.UnknownFields;
import tools.jackson.databind.annotation.JsonDeserialize;

/** {@code data} of a recorded event. */
record StoredEventData(
        OffsetDateTime occurredAt,
        EventProvenance reporter,
        Optional<StayId> stay,
        Optional<StepId> step,
        Optional<EventId> corrects,
        List<Anomaly> anomalies,
        Optional<TimePrecision> occurredAtPrecision,
        Optional<TimeOrigin> occurredAtOrigin,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> details,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DocumentRef> attachments,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> unread,
        Optional<OffsetDateTime> sentAt,
        Optional<String> version,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepKey> otherKeys,
        Optional<Boolean> wholeState,
        Optional<String> asSentHash,
        @JsonDeserialize(using = EventDeserializer.class) Event event) {

    static StoredEventData of(Envelope envelope) {
        EventAnnotations annotations = envelope.annotations();
        return new StoredEventData(
                envelope.occurredAt(),
                envelope.reporter(),
                envelope.stay(),
                envelope.step(),
                envelope.corrects(),
                envelope.anomalies(),
                Optional.of(annotations.precision()).filter(precision -> precision != TimePrecision.SECOND),
                Optional.of(annotations.origin()).filter(origin -> origin != TimeOrigin.STATED),
                annotations.notes(),
                annotations.details(),
                annotations.attachments(),
                annotations.unread(),
                annotations.sentAt(),
                annotations.version(),
                annotations.otherKeys(),
                Optional.of(annotations.wholeState()).filter(whole -> whole),
                annotations.asSentHash(),
                envelope.event());
    }

    private EventAnnotations annotations() {
        return new EventAnnotations(
                occurredAtPrecision.orElse(TimePrecision.SECOND),
                occurredAtOrigin.orElse(TimeOrigin.STATED),
                notes,
                details,
                attachments,
                unread,
                sentAt,
                version,
                otherKeys,
                wholeState.orElse(false),
                asSentHash);
    }

    Envelope toEnvelope(String id, String subject, Instant recordedAt, long position) {
        return new Envelope(
                EventId.of(id),
                PatientId.of(subject),
                recordedAt,
                position,
                occurredAt,
                reporter,
                stay,
                step,
                corrects,
                anomalies,
                event,
                annotations(),
                UnknownFields.NONE);
    }
}
