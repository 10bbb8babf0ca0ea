package org.parcours.query.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;

/**
 * One event as the topic has it: CloudEvents, Kafka protocol binding, binary content mode.
 *
 * @param attributes of the event, by name: {@code id}, {@code type}, {@code subject}, …
 */
public record EventRecord(RecordLink link, Map<String, String> attributes, byte[] data) {

    private static final String CLOUDEVENTS_HEADER_PREFIX = "ce_";

    /** Of {@link RecordLink}: the place of the record in the log is no part of the event. */
    private static final Set<String> LINK_ATTRIBUTES = Set.of("commit", "chain", "previous");

    static EventRecord of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(CLOUDEVENTS_HEADER_PREFIX)) {
                attributes.put(
                        header.key().substring(CLOUDEVENTS_HEADER_PREFIX.length()), new String(header.value(), UTF_8));
            }
        }
        attributes.keySet().removeAll(LINK_ATTRIBUTES);
        return new EventRecord(RecordLink.of(record), attributes, record.value());
    }

    /** @throws MalformedEventException where there is none */
    public PatientId subject() {
        try {
            return PatientId.of(attributes.getOrDefault("subject", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException(
                    "subject", "subject at offset " + link.offset() + ": " + e.getMessage(), e);
        }
    }

    /** The attribute {@code type}: the name of the event and its version. */
    public String type() {
        return attributes.getOrDefault("type", "");
    }

    /** @throws MalformedEventException naming the field and the offset */
    public Envelope decode(EventCodec codec) {
        try {
            return codec.decode(attributes, data);
        } catch (MalformedEventException e) {
            throw new MalformedEventException(
                    e.field(), e.field() + " at offset " + link.offset() + ": " + e.getMessage(), e);
        }
    }
}
