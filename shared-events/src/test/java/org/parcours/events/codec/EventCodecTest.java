package org.parcours.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventExampleFactory;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.StayEvent.PatientAdmitted;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {

    private final EventCodec codec = new EventCodec();

    static Stream<Event> everyEvent() {
        return EventExampleFactory.ofEveryEvent();
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void every_event_survives_a_round_trip(Event event) {
        Envelope envelope = EventExampleFactory.envelope(event);

        assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
        assertThat(codec.decode(codec.attributes(envelope), codec.data(envelope)))
                .as("binary mode")
                .isEqualTo(envelope);
        assertThat(codec.decodeFromLog(codec.encodeForLog(envelope), envelope.position(), envelope.recordedAt()))
                .as("from the log")
                .isEqualTo(envelope);
        assertThat(codec.event(EventType.of(event.getClass()).toString(), codec.data(event)))
                .as("as a fact")
                .isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void the_bytes_of_every_event_are_those_of_its_document(Event event) {
        Envelope envelope = EventExampleFactory.envelope(event);
        ObjectNode document = codec.document(envelope);

        assertThat(codec.encode(envelope)).isEqualTo(codec.mapper().writeValueAsBytes(document));
        assertThat(codec.data(envelope)).isEqualTo(codec.mapper().writeValueAsBytes(document.get("data")));
        document.remove(List.of("position", "time"));
        assertThat(codec.encodeForLog(envelope)).isEqualTo(codec.mapper().writeValueAsBytes(document));
    }

    @Test
    void cloudevents_attributes_come_first_and_all_other_fields_stay_under_data() {
        ObjectNode document = codec.document(
                EventExampleFactory.envelope(everyEvent().findFirst().orElseThrow()));

        assertThat(document.propertyNames())
                .containsExactly(
                        "specversion",
                        "id",
                        "source",
                        "type",
                        "subject",
                        "time",
                        "datacontenttype",
                        "position",
                        "data");
    }

    @Test
    void only_the_components_of_a_record_are_fields() {
        var identifier = new Identifier("urn:oid:1.2.250.1.213.1.4.8", "255126912345678", Optional.of("INS"));

        assertThat(new EventCodec().mapper().writeValueAsString(identifier))
                .isEqualTo(
                        "{\"system\":\"urn:oid:1.2.250.1.213.1.4.8\",\"value\":\"255126912345678\",\"type\":\"INS\"}");
    }

    @Test
    void the_reported_time_offset_survives() {
        Envelope envelope =
                EventExampleFactory.envelope(everyEvent().findFirst().orElseThrow());

        assertThat(codec.decode(codec.encode(envelope)).occurredAt().toString()).endsWith("+01:00");
    }

    @Test
    void fields_of_a_newer_version_survive_a_round_trip_at_every_level() {
        ObjectNode document = codec.document(EventExampleFactory.envelope(everyEvent()
                .filter(PatientAdmitted.class::isInstance)
                .findFirst()
                .orElseThrow()));
        document.put("traceparent", "00-abc");
        ObjectNode data = (ObjectNode) document.get("data");
        data.put("weather", "rain");
        ((ObjectNode) data.get("reporter")).put("shift", "night");
        ((ObjectNode) data.get("anomalies").get(0)).put("severity", 3);
        ((ObjectNode) data.get("event").get("location")).put("floor", 5);

        Envelope read = codec.decode(codec.mapper().writeValueAsBytes(document));

        assertThat(codec.document(read)).isEqualTo(document);
        assertThat(codec.decode(codec.attributes(read), codec.data(read))).isEqualTo(read);
    }

    @Test
    void each_unknown_field_of_reported_data_is_named_with_the_steps_to_it() {
        ObjectNode data = (ObjectNode) codec.mapper().readTree("""
                        {"order": {"placer": {"system": "a", "value": "1", "colour": {"of": "it"}}},
                         "examination": {"code": "NA"}, "status": "FINAL", "tittle": "x", "list": [{"a": 1}],
                         "empty": [], "absent": null, "document": null,
                         "observations": [{"code": {"code": "NA"}, "value": "1"},
                                          {"code": {"code": "K"}, "value": "2", "valu": ["3", {"b": 4}]}]}""");

        assertThat(codec.unknownFields("org.parcours.ResultIssued.v1", data))
                .containsExactlyInAnyOrder(
                        List.of("order", "placer", "colour"),
                        List.of("tittle"),
                        List.of("list"),
                        List.of("observations", 1, "valu"));
    }

    @Test
    void a_field_of_an_older_version_and_the_keys_of_a_map_are_known() {
        ObjectNode admission = (ObjectNode) codec.mapper().readTree("{\"visit\": {}, \"unit\": \"1050\"}");
        ObjectNode step = (ObjectNode) codec.mapper()
                .readTree("{\"kind\": \"dialysis\", \"status\": \"DONE\", \"details\": {\"any\": \"thing\"}}");

        assertThat(codec.unknownFields("org.parcours.PatientAdmitted.v1", admission))
                .isEmpty();
        assertThat(codec.unknownFields("org.parcours.StepRecorded.v1", step)).isEmpty();
    }

    @Test
    void an_admission_of_version_1_is_read_as_one_of_the_newest_version() {
        ObjectNode v1 = (ObjectNode)
                codec.mapper()
                        .readTree(
                                "{\"visit\":{\"number\":{\"system\":\"urn:oid:1.2\",\"value\":\"4159627\"}},\"unit\":\"1050\"}");

        PatientAdmitted admitted = (PatientAdmitted) codec.event("org.parcours.PatientAdmitted.v1", v1);

        assertThat(admitted.location().orElseThrow().unit()).isEqualTo("1050");
    }

    @Test
    void an_event_stored_before_a_field_existed_is_read_without_it() {
        ObjectNode before = (ObjectNode) codec.mapper().readTree("""
                                {"order": {"filler": {"system": "LAB", "value": "F1"}}, "examination": {"code": "NFS"},
                                 "observations": [{"code": {"code": "Hb"}, "value": "10.1", "unit": "g/dL"}]}""");

        ResultCorrected corrected = (ResultCorrected) codec.event("org.parcours.ResultCorrected.v1", before);

        assertThat(corrected.observations()).singleElement().satisfies(value -> {
            assertThat(value.unit()).contains("g/dL");
            assertThat(value.subId()).isEmpty();
            assertThat(value.status()).isEmpty();
        });
    }

    @Test
    void a_missing_field_is_named() {
        ObjectNode data = (ObjectNode) codec.mapper().readTree("{\"appointment\":{\"system\":\"RDV\"}}");

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> codec.event("org.parcours.AppointmentMissed.v1", data))
                .satisfies(e -> assertThat(e.field()).isEqualTo("data.appointment.value"));
    }

    @Test
    void a_field_of_the_wrong_kind_is_named() {
        ObjectNode data = (ObjectNode) codec.mapper()
                .readTree("{\"appointment\":{\"system\":\"RDV\",\"value\":\"1\"},\"plannedStart\":\"tomorrow\"}");

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> codec.event("org.parcours.AppointmentBooked.v1", data))
                .satisfies(e -> assertThat(e.field()).isEqualTo("data.plannedStart"));
    }

    @Test
    void an_unknown_event_or_a_newer_version_is_rejected() {
        ObjectNode empty = codec.mapper().createObjectNode();

        for (String type :
                new String[] {"org.parcours.PatientAbducted.v1", "PatientAdmitted", "org.parcours.PatientAdmitted.v99"
                }) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> codec.event(type, empty))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("type"));
        }
    }

    @Test
    void bytes_that_are_not_a_json_object_are_rejected() {
        for (String text : new String[] {"", "[]", "{", "\u0000"}) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> codec.decode(text.getBytes(UTF_8)));
        }
    }
}
