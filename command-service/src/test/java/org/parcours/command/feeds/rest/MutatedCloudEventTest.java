package org.parcours.command.feeds.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.MutationChecker;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.CloudEventRejectionCode;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Every mutated CloudEvent, from HTTP or Kafka, is parsed or rejected with a code. */
@Isolated("It measures the memory of this JVM")
class MutatedCloudEventTest {

    private static final String PATIENT = """
            "patient": {"identifiers": [{"system": "urn:oid:1.2.250.1.99", "value": "123", "type": "PI"}],
                        "name": {"family": "DURAND", "given": "ANNE"}, "birthDate": "1950-08-14", "sex": "F"}""";

    private static final String SURGERY = """
            {"specversion": "1.0", "id": "E1", "source": "bloc", "type": "org.parcours.SurgeryStarted.v1",
             "data": {%s, "occurredAt": "2026-03-01T10:15:00+01:00",
                      "visit": {"number": {"system": "urn:oid:1.2.250.1.98", "value": "V1"}},
                      "surgery": {"system": "bloc", "value": "S1"}}}""".formatted(PATIENT);

    private static final String STEP = """
            {"specversion": "1.0", "id": "42", "source": "KINE", "type": "org.parcours.StepRecorded.v1",
             "data": {%s, "occurredAt": "2026-03-01T09:30:00+01:00", "kind": "physiotherapy", "status": "DONE",
                      "step": {"system": "KINE", "value": "42"}, "title": "Lever et marche"}}""".formatted(PATIENT);

    private static final String BACK_ENTRY = """
            {"specversion": "1.0", "id": "43", "source": "KINE", "type": "org.parcours.PatientAdmitted.v1",
             "time": "2026-03-01T09:30:00Z",
             "data": {%s, "entryMode": "BACK_ENTRY", "outage": "O1", "author": "A. Infirmière",
                      "visit": {"number": {"system": "urn:oid:1.2.250.1.98", "value": "V1"}, "patientClass": "I"},
                      "movement": {"system": "KINE", "value": "M1"}, "location": {"unit": "CARDIO"}}}""".formatted(PATIENT);

    private final CloudEventParser parser = new CloudEventParser(
            new EventCodec(),
            StepCatalogue.standard(),
            new Binder(new MapConfigurationPropertySource())
                    .bindOrCreate("parcours.http", CloudEventLimitProperties.class),
            Clock.systemUTC(),
            "rest",
            new FakeDocumentStore());

    @Test
    void a_mutated_fact_is_parsed_or_rejected_with_a_code() {
        List<byte[]> facts = List.of(
                SURGERY.getBytes(StandardCharsets.UTF_8),
                STEP.getBytes(StandardCharsets.UTF_8),
                BACK_ENTRY.getBytes(StandardCharsets.UTF_8));
        MutationChecker.assertHolds(facts, fact -> {
            ParseResult result = parser.receive(fact).parse();

            assertThat(result).isInstanceOfAny(ParsedMessage.class, Rejection.class);
            if (result instanceof Rejection rejection) {
                assertThat(rejection.code())
                        .startsWith("PARC-01")
                        .isNotEqualTo(CloudEventRejectionCode.INTERNAL.at("").code());
            }
            assertThat(parser.receive(fact).sender().application()).isNotBlank();
        });
    }
}
