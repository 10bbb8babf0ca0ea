package org.parcours.standalone.demo.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.standalone.demo.source.OutgoingMessage;
import org.parcours.standalone.demo.source.SimulatedFaultOrChange;
import org.parcours.standalone.demo.source.SourceApplicationCode;
import org.parcours.standalone.demo.source.SourceApplicationCode.Feed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HospitalMessageGeneratorTest {

    private static final Instant FIRST_STARTED_AT = Instant.parse("2026-03-02T10:00:00Z");

    private final List<OutgoingMessage> history = new HospitalMessageGenerator(1, FIRST_STARTED_AT).history(40);

    @Test
    void the_same_seed_gives_the_same_bytes() {
        assertThat(contents(new HospitalMessageGenerator(1, FIRST_STARTED_AT).history(40)))
                .isEqualTo(contents(history));
        assertThat(contents(new HospitalMessageGenerator(2, FIRST_STARTED_AT).history(40)))
                .isNotEqualTo(contents(history));
        assertThat(contents(live(1, 200))).isEqualTo(contents(live(1, 200)));
    }

    @Test
    void every_application_and_every_irregularity_occurs() {
        Set<SimulatedFaultOrChange> irregularities =
                history.stream().flatMap(m -> m.irregularity().stream()).collect(Collectors.toSet());
        Set<SourceApplicationCode> applications =
                history.stream().map(OutgoingMessage::application).collect(Collectors.toSet());
        assertThat(irregularities).isEqualTo(EnumSet.allOf(SimulatedFaultOrChange.class));
        assertThat(applications).isEqualTo(EnumSet.allOf(SourceApplicationCode.class));
    }

    @Test
    void only_a_duplicate_reuses_a_message_id_even_after_a_restart() {
        List<OutgoingMessage> all = new ArrayList<>(history);
        all.addAll(live(1, 500));
        all.addAll(live(2, 500));
        Map<String, byte[]> known = new HashMap<>();
        for (OutgoingMessage message : all) {
            byte[] previous = known.putIfAbsent(message.application() + " " + message.id(), message.bytes());
            if (previous != null) {
                assertThat(message.bytes()).isEqualTo(previous);
            }
        }
        assertThat(known).hasSizeGreaterThan(1500);
    }

    @Test
    void hl7_messages_are_well_formed_segments_in_their_own_character_set() {
        for (OutgoingMessage message : history) {
            if (message.application().feed() == Feed.REST) {
                continue;
            }
            String text = text(message);
            String[] segments = text.split("\r");
            String[] header = segments[0].split("\\|", -1);
            assertThat(text).endsWith("\r").doesNotContain("\n").doesNotContain("\uFFFD");
            assertThat(header[2]).isEqualTo(message.application().name());
            assertThat(header[8]).matches("[A-Z]{3}\\^[A-Z]\\d{2}\\^[A-Z]{3}_[A-Z]\\d{2}");
            assertThat(header[9]).isEqualTo(message.id()).hasSizeLessThanOrEqualTo(20);
            assertThat(header[17]).isEqualTo(message.application().feed() == Feed.MLLP ? "UNICODE UTF-8" : "8859/1");
            assertThat(segments).allSatisfy(segment -> assertThat(segment).matches("[A-Z][A-Z0-9]{2}\\|.*"));
            assertThat(segments)
                    .filteredOn(segment -> segment.startsWith("PID|"))
                    .hasSize(1);
        }
    }

    @Test
    void the_flag_of_a_laboratory_value_agrees_with_the_displayed_value() {
        List<String[]> values = IntStream.rangeClosed(1, 20)
                .mapToObj(seed -> new HospitalMessageGenerator(seed, FIRST_STARTED_AT).history(40))
                .flatMap(List::stream)
                .filter(message -> message.application().feed() != Feed.REST)
                .flatMap(message -> text(message).lines())
                .map(segment -> segment.split("\\|", -1))
                .filter(fields -> fields[0].equals("OBX") && fields[2].equals("NM"))
                .toList();
        assertThat(values).hasSizeGreaterThan(1000).allSatisfy(fields -> {
            double value = Double.parseDouble(fields[5]);
            String[] range = fields[7].split("-");
            String flag = value < Double.parseDouble(range[0]) ? "L" : value > Double.parseDouble(range[1]) ? "H" : "N";
            assertThat(fields[8]).as(String.join("|", fields)).isEqualTo(flag);
        });
    }

    @Test
    void rest_facts_are_cloud_events_and_their_kinds_are_in_the_catalogue() {
        StepCatalogue catalogue = StepCatalogue.standard();
        Set<String> types = new TreeSet<>();
        for (OutgoingMessage message : history) {
            if (message.application().feed() != Feed.REST) {
                continue;
            }
            JsonNode event = JsonMapper.shared().readTree(message.bytes());
            types.add(event.get("type").asString());
            assertThat(event.get("specversion").asString()).isEqualTo("1.0");
            assertThat(event.get("id").asString()).isEqualTo(message.id());
            if (!event.get("type").asString().startsWith("org.parcours.")) {
                continue; // A custom format: DemoApplicationsTest.
            }
            assertThat(event.at("/data/patient/identifiers/0/value").asString()).startsWith("99");
            assertThat(event.at("/data/occurredAt").asString())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d");
            if (event.at("/data").has("kind")) {
                assertThat(catalogue.kind(event.at("/data/kind").asString())).isPresent();
            }
        }
        assertThat(types).contains("org.parcours.StepRecorded.v1", "org.parcours.MedicationAdministered.v1");
    }

    @Test
    void an_application_sends_the_messages_of_a_patient_in_order_except_irregular_ones() {
        Map<String, String> last = new HashMap<>();
        history.stream().filter(message -> message.irregularity().isEmpty()).forEach(message -> {
            String queue = message.application() + " " + message.id().substring(0, 9);
            String previous = last.put(queue, message.id());
            assertThat(previous == null || previous.compareTo(message.id()) < 0)
                    .as(message.id())
                    .isTrue();
        });
    }

    @Test
    void live_messages_come_at_about_one_a_second_from_now_on() {
        List<OutgoingMessage> live = live(1, 600);
        Duration whole = Duration.between(FIRST_STARTED_AT, live.getLast().reportedAt());
        assertThat(whole).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(15));
        assertThat(live).isSortedAccordingTo((a, b) -> a.reportedAt().compareTo(b.reportedAt()));
        assertThat(live.get(20).reportedAt()).isBefore(FIRST_STARTED_AT.plusSeconds(60));
    }

    private static List<OutgoingMessage> live(int start, int count) {
        HospitalMessageGenerator.LiveMessageStream liveMessages =
                new HospitalMessageGenerator(1, FIRST_STARTED_AT).liveMessages(start, FIRST_STARTED_AT);
        List<OutgoingMessage> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(liveMessages.next());
        }
        return messages;
    }

    /** Every component of the messages, as text: a record with an array is not equal to its copy. */
    private static List<String> contents(List<OutgoingMessage> messages) {
        return messages.stream()
                .map(message -> "%s %s %s %s %s"
                        .formatted(
                                message.reportedAt(),
                                message.application(),
                                message.id(),
                                message.irregularity(),
                                text(message)))
                .toList();
    }

    private static String text(OutgoingMessage message) {
        return new String(
                message.bytes(),
                message.application().feed() == Feed.MLLP_LATIN1
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8);
    }
}
