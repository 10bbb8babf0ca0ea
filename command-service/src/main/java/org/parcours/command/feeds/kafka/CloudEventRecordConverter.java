package org.parcours.command.feeds.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.parcours.command.intake.cloudevents.BinaryModeAttributes;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.ReceivedCloudEvent;

/** Reads a Kafka record as a CloudEvent (Kafka protocol binding for CloudEvents 1.0.2). */
final class CloudEventRecordConverter {

    private static final String ATTRIBUTE_PREFIX = "ce_";
    private static final String CONTENT_TYPE = "content-type";
    private static final String STRUCTURED_MEDIA_TYPE = "application/cloudevents";

    private CloudEventRecordConverter() {}

    /** Without attributes in its headers, or with the content type of structured mode, the record is in structured mode. */
    static ReceivedCloudEvent receive(ConsumerRecord<byte[], byte[]> record, CloudEventParser parser) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        BinaryModeAttributes attributes = new BinaryModeAttributes();
        String contentType = "";
        for (Header header : record.headers()) {
            String name = header.key().toLowerCase(Locale.ROOT);
            if (name.startsWith(ATTRIBUTE_PREFIX)) {
                put(attributes, name.substring(ATTRIBUTE_PREFIX.length()), header);
            } else if (name.equals(CONTENT_TYPE)) {
                contentType = lenientText(header);
            }
        }
        boolean structured = contentType.strip().toLowerCase(Locale.ROOT).startsWith(STRUCTURED_MEDIA_TYPE);
        if (attributes.isEmpty() || structured) {
            return parser.receive(value);
        }
        if (!contentType.isBlank()) {
            attributes.putContentType(contentType);
        }
        return parser.receive(attributes, value);
    }

    /** The record's position in Kafka, to find it with Kafka's own tools. */
    static String origin(ConsumerRecord<?, ?> record) {
        return "topic %s, partition %d, offset %d".formatted(record.topic(), record.partition(), record.offset());
    }

    /** §3.2.3: UTF-8, without percent-encoding. */
    private static void put(BinaryModeAttributes attributes, String name, Header header) {
        byte[] value = header.value() == null ? new byte[0] : header.value();
        try {
            attributes.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value))
                            .toString());
        } catch (CharacterCodingException e) {
            attributes.putUnread(name, lenientText(header), "UTF-8 is expected");
        }
    }

    private static String lenientText(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
