package org.parcours.command.feeds.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.ReceivedCloudEvent;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Kafka protocol binding for CloudEvents 1.0.2, §3.2. */
class CloudEventRecordConverterTest {

    private static final String DATA = """
            {"patient": {"identifiers": [{"system": "urn:oid:2.999.20.1", "value": "K1"}]},
             "occurredAt": "2026-03-10T09:30:00+01:00", "kind": "physiotherapy", "status": "DONE",
             "step": {"system": "KINE", "value": "S1"}}""";

    private final CloudEventParser parser = new CloudEventParser(
            new EventCodec(),
            StepCatalogue.standard(),
            new Binder(new MapConfigurationPropertySource())
                    .bindOrCreate("parcours.http", CloudEventLimitProperties.class),
            Clock.systemUTC(),
            "kafka",
            new FakeDocumentStore());

    @Test
    void a_header_is_utf_8_and_not_percent_encoded() {
        ReceivedCloudEvent event = receive(header("ce_source", "BLOC CŒUR %41".getBytes(UTF_8)));

        assertThat(event.parse()).isInstanceOf(ParsedMessage.class);
        assertThat(event.sender().application()).isEqualTo("BLOC CŒUR %41");
    }

    @Test
    void a_header_that_is_not_utf_8_or_is_there_twice_is_rejected_with_the_name_of_its_attribute() {
        assertRejected(receive(header("ce_source", "BLOC É".getBytes(ISO_8859_1))), "PARC-0129", "source");
        ConsumerRecord<byte[], byte[]> twice = header("ce_source", "A".getBytes(UTF_8));
        twice.headers().add("ce_source", "B".getBytes(UTF_8));
        assertRejected(receive(twice), "PARC-0129", "source");
    }

    @Test
    void data_of_another_content_type_is_rejected() {
        ConsumerRecord<byte[], byte[]> avro = header("ce_source", "KINE".getBytes(UTF_8));
        avro.headers().add("content-type", "application/avro".getBytes(UTF_8));
        assertRejected(receive(avro), "PARC-0124", "datacontenttype");
    }

    @Test
    void the_content_type_of_structured_mode_counts_in_any_case() {
        ConsumerRecord<byte[], byte[]> structured =
                new ConsumerRecord<>("t", 0, 0, new byte[0], ("""
                {"specversion": "1.0", "id": "E1", "source": "KINE", "type": "org.parcours.StepRecorded.v1", "data": %s}""".formatted(DATA)).getBytes(UTF_8));
        structured.headers().add("ce_id", "other".getBytes(UTF_8));
        structured.headers().add("Content-Type", "Application/CloudEvents+JSON; charset=UTF-8".getBytes(UTF_8));

        assertThat(receive(structured).messageId()).contains("E1");
        assertThat(receive(structured).parse()).isInstanceOf(ParsedMessage.class);
    }

    private ReceivedCloudEvent receive(ConsumerRecord<byte[], byte[]> record) {
        return CloudEventRecordConverter.receive(record, parser);
    }

    private static ConsumerRecord<byte[], byte[]> header(String name, byte[] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("t", 0, 0, new byte[0], DATA.getBytes(UTF_8));
        record.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
        record.headers().add("ce_id", "E1".getBytes(UTF_8));
        record.headers().add("ce_type", "org.parcours.StepRecorded.v1".getBytes(UTF_8));
        record.headers().add(name, value);
        return record;
    }

    private static void assertRejected(ReceivedCloudEvent event, String code, String field) {
        assertThat(event.parse()).isInstanceOfSatisfying(Rejection.class, rejection -> {
            assertThat(rejection.code()).isEqualTo(code);
            assertThat(rejection.field()).isEqualTo(field);
        });
    }
}
