package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a message states about an event besides the event's own fields, alike for all events.
 *
 * @param precision of {@code occurredAt} (rule 10)
 * @param origin of {@code occurredAt}
 * @param notes comments (NTE) that belong to the event as a whole, in order
 * @param details further values for display, by {@link DetailKey}, in order
 * @param attachments further documents of the event, besides its main one
 * @param unread paths of populated fields that no mapping reads (rule 8): {@code RXE-4}, {@code NTE-3}
 * @param sentAt when the message was sent, by its sender's clock (MSH-7): of two reports of one time the later sent wins
 * @param version the version of the reported state, by its sender's count (FHIR meta.versionId)
 * @param otherKeys business keys of the same step beside those of the event: the id of a FHIR resource (also where it is
 *     the event's own number), further identifiers, the ids of the observations inside a report
 * @param wholeState whether the event states all of a thing: what an earlier one stated, and this one does not, no longer
 *     holds
 * @param asSentHash of the state as the application sent it, without the names that its earlier messages gave to the
 *     places and people it refers to; empty where the event has none of these
 */
public record EventAnnotations(
        TimePrecision precision,
        TimeOrigin origin,
        List<String> notes,
        Map<String, String> details,
        List<DocumentRef> attachments,
        List<String> unread,
        Optional<OffsetDateTime> sentAt,
        Optional<String> version,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepKey> otherKeys,
        boolean wholeState,
        Optional<String> asSentHash) {

    public static final EventAnnotations NONE = of(TimePrecision.SECOND, TimeOrigin.STATED);

    public EventAnnotations {
        notes = List.copyOf(notes);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        attachments = List.copyOf(attachments);
        unread = List.copyOf(unread);
        otherKeys = otherKeys.stream().distinct().toList();
    }

    /** Of a message that does not say when it was sent. */
    public EventAnnotations(
            TimePrecision precision,
            TimeOrigin origin,
            List<String> notes,
            Map<String, String> details,
            List<DocumentRef> attachments,
            List<String> unread) {
        this(
                precision,
                origin,
                notes,
                details,
                attachments,
                unread,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty());
    }

    public static EventAnnotations of(TimePrecision precision, TimeOrigin origin) {
        return new EventAnnotations(precision, origin, List.of(), Map.of(), List.of(), List.of());
    }

    public EventAnnotations withTime(TimePrecision newPrecision, TimeOrigin newOrigin) {
        return new EventAnnotations(
                newPrecision,
                newOrigin,
                notes,
                details,
                attachments,
                unread,
                sentAt,
                version,
                otherKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations withNotes(List<String> newNotes) {
        return new EventAnnotations(
                precision,
                origin,
                newNotes,
                details,
                attachments,
                unread,
                sentAt,
                version,
                otherKeys,
                wholeState,
                asSentHash);
    }

    /** With one more detail, unless the value is absent. */
    public EventAnnotations withDetail(String key, Optional<String> value) {
        if (value.isEmpty()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(key, value.get());
        return withDetails(more);
    }

    public EventAnnotations withDetails(Map<String, String> newDetails) {
        return new EventAnnotations(
                precision,
                origin,
                notes,
                newDetails,
                attachments,
                unread,
                sentAt,
                version,
                otherKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations withAttachments(List<DocumentRef> newAttachments) {
        return new EventAnnotations(
                precision,
                origin,
                notes,
                details,
                newAttachments,
                unread,
                sentAt,
                version,
                otherKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations withUnread(List<String> newUnread) {
        return new EventAnnotations(
                precision,
                origin,
                notes,
                details,
                attachments,
                newUnread,
                sentAt,
                version,
                otherKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations withSentAt(Optional<OffsetDateTime> time) {
        return new EventAnnotations(
                precision,
                origin,
                notes,
                details,
                attachments,
                unread,
                time,
                version,
                otherKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations withVersion(Optional<String> newVersion) {
        return new EventAnnotations(
                precision,
                origin,
                notes,
                details,
                attachments,
                unread,
                sentAt,
                newVersion,
                otherKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations withOtherKeys(List<StepKey> newKeys) {
        return new EventAnnotations(
                precision,
                origin,
                notes,
                details,
                attachments,
                unread,
                sentAt,
                version,
                newKeys,
                wholeState,
                asSentHash);
    }

    public EventAnnotations asWholeState(boolean whole) {
        return new EventAnnotations(
                precision, origin, notes, details, attachments, unread, sentAt, version, otherKeys, whole, asSentHash);
    }

    public EventAnnotations withAsSentHash(Optional<String> hash) {
        return new EventAnnotations(
                precision, origin, notes, details, attachments, unread, sentAt, version, otherKeys, wholeState, hash);
    }
}
