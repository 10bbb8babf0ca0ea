package org.parcours.events.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventExampleFactory;
import org.parcours.events.StayEvent.PatientAdmitted;
import tools.jackson.databind.node.ObjectNode;

class EventBytesDecoderTest {

    private final EventCodec codec = new EventCodec();
    private final EventBytesDecoder fromBytes = new EventBytesDecoder(codec.mapper());
    private final EventTreeDecoder fromTree = new EventTreeDecoder(codec.mapper());

    static Stream<Event> everyEvent() {
        return EventExampleFactory.ofEveryEvent();
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void every_event_is_read_from_its_bytes_as_from_its_tree(Event event) {
        Envelope envelope = EventExampleFactory.envelope(event);
        byte[] document = codec.encode(envelope);
        byte[] stored = codec.encodeForLog(envelope);
        Map<String, String> attributes = codec.attributes(envelope);

        assertThat(fromBytes.decode(document)).contains(fromTree.decode(document));
        assertThat(fromBytes.decode(stored, 7, envelope.recordedAt()))
                .contains(fromTree.decode(stored, 7, envelope.recordedAt()));
        assertThat(fromBytes.decode(attributes, codec.data(envelope)))
                .contains(fromTree.decode(attributes, codec.data(envelope)));
    }

    @Test
    void what_needs_more_than_its_bytes_is_left_to_the_tree() {
        List<Consumer<ObjectNode>> changes = List.of(
                document -> document.put("traceparent", "00-abc"),
                document -> ((ObjectNode) document.get("data")).put("weather", "rain"),
                document -> ((ObjectNode) document.get("data").get("event")).put("weather", "rain"),
                document -> document.put("type", "org.parcours.PatientAdmitted.v1"),
                document -> document.put("type", "org.parcours.PatientAdmitted.v99"),
                document -> document.put("position", "12"),
                document -> document.put("id", "1"),
                document -> document.put("time", "yesterday"),
                document -> document.remove("subject"),
                document -> document.put("data", 1),
                document -> document.remove("data"),
                document -> ((ObjectNode) document.get("data")).remove("event"),
                document -> ((ObjectNode) document.get("data")).putNull("event"),
                document -> ((ObjectNode) document.get("data")).put("occurredAt", "yesterday"));

        for (Consumer<ObjectNode> change : changes) {
            ObjectNode document = admission();
            change.accept(document);
            assertThat(fromBytes.decode(codec.mapper().writeValueAsBytes(document)))
                    .as(document.toString())
                    .isEmpty();
        }
    }

    @Test
    void bytes_after_the_event_and_bytes_that_are_cut_are_left_to_the_tree() {
        String document = admission().toString();

        assertThat(fromBytes.decode(document.getBytes(UTF_8))).isPresent();
        assertThat(fromBytes.decode((document + "{}").getBytes(UTF_8))).isEmpty();
        assertThat(fromBytes.decode(document.substring(0, document.length() - 1).getBytes(UTF_8)))
                .isEmpty();
    }

    private ObjectNode admission() {
        return codec.document(EventExampleFactory.envelope(everyEvent()
                .filter(PatientAdmitted.class::isInstance)
                .findFirst()
                .orElseThrow()));
    }
}
