package org.parcours.command.feeds.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.parcours.command.intake.cloudevents.StructuredModeWriter;

/** Converts a Kafka record to a CloudEvent in structured mode (Kafka protocol binding for CloudEvents). */
final class CloudEventRecordConverter {

    private static final String ATTRIBUTE_PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String STRUCTURED_MEDIA_TYPE = "application/cloudevents";

    private CloudEventRecordConverter() {}

    /** Without attributes in its headers, or with the content type of structured mode, the record is in structured mode. */
    static byte[] toStructuredMode(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.key().startsWith(ATTRIBUTE_PREFIX)) {
                attributes.put(header.key().substring(ATTRIBUTE_PREFIX.length()), text(header));
            }
        }
        Header contentType = record.headers().lastHeader(CONTENT_TYPE);
        boolean structured = contentType != null && text(contentType).startsWith(STRUCTURED_MEDIA_TYPE);
        return attributes.isEmpty() || structured ? value : StructuredModeWriter.write(attributes, value);
    }

    /** The record's position in Kafka, to find it with Kafka's own tools. */
    static String origin(ConsumerRecord<?, ?> record) {
        return "topic %s, partition %d, offset %d".formatted(record.topic(), record.partition(), record.offset());
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
