package org.parcours.command.feeds.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.parcours.command.intake.cloudevents.StructuredMode;

/** CloudEvents' Kafka protocol binding: a record to the CloudEvent in structured mode that it stands for. */
final class CloudEventRecord {

    private static final String ATTRIBUTE = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String STRUCTURED = "application/cloudevents";

    private CloudEventRecord() {}

    static byte[] cloudEvent(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return isBinary(record) ? structured(record, value) : value;
    }

    /** For whoever looks for it with Kafka's own tools. */
    static String place(ConsumerRecord<?, ?> record) {
        return "topic %s, partition %d, offset %d".formatted(record.topic(), record.partition(), record.offset());
    }

    private static boolean isBinary(ConsumerRecord<?, ?> record) {
        Header contentType = record.headers().lastHeader(CONTENT_TYPE);
        if (contentType != null && text(contentType).startsWith(STRUCTURED)) {
            return false;
        }
        for (Header header : record.headers()) {
            if (header.key().startsWith(ATTRIBUTE)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] structured(ConsumerRecord<?, ?> record, byte[] value) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(ATTRIBUTE)) {
                attributes.put(header.key().substring(ATTRIBUTE.length()), text(header));
            }
        }
        return StructuredMode.of(attributes, value);
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
