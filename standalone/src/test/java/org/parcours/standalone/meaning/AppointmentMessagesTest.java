package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What the messages of an appointment mean, in whatever order they arrive. */
class AppointmentMessagesTest {

    private static final String ROOM = "RGS|1\rAIL|1||BLOC^S1\r";
    private static final String PLACE = "RGS|1\rAIL|1||CS-NORD\r";

    @ParameterizedTest
    @ValueSource(strings = {PLACE, ROOM})
    void the_plan_that_was_reported_last_is_shown(String place) {
        List<String> feed = List.of(
                siu("S12", "10", times("20", "08")) + place,
                siu("S14", "11", times("21", "09")) + place,
                siu("S13", "12", times("23", "10"))
                        + place.replace("1\r", "2\r").replace("NORD", "SUD"));
        for (List<String> order : permutations(feed)) {
            TimelineEntry entry = entry(order);

            assertThat(entry.start()).hasToString("2026-03-23T09:00:00Z");
            assertThat(entry.status()).isEqualTo(StepStatus.PLANNED);
            assertThat(entry.detail(place.equals(ROOM) ? "room" : "place").orElseThrow())
                    .doesNotContain("S1", "NORD");
            assertThat(entry.anomalies()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PLACE, ROOM})
    void an_appointment_that_is_booked_again_after_its_cancellation_is_planned(String place) {
        List<String> feed = List.of(
                siu("S12", "10", times("20", "08")) + place,
                siu("S15", "11", "").replace("BOOKED", "CANCELLED"),
                siu("S12", "12", times("22", "08")) + place);
        for (List<String> order : permutations(feed)) {
            assertThat(entry(order).status()).isEqualTo(StepStatus.PLANNED);
            assertThat(entry(order).start()).hasToString("2026-03-22T07:00:00Z");
        }
    }

    @Test
    void a_cancellation_that_comes_before_its_booking_cancels_it_and_its_status_is_shown() {
        List<String> feed = List.of(
                siu("S12", "10", times("20", "08")) + PLACE,
                siu("S14", "11", times("21", "08")) + PLACE,
                siu("S15", "12", "").replace("BOOKED", "CANCELLED"));
        for (List<String> order : permutations(feed)) {
            assertThat(entry(order).status()).isEqualTo(StepStatus.CANCELLED);
            assertThat(entry(order).detail("appointmentStatus")).contains("CANCELLED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PLACE, ROOM})
    void a_new_start_without_an_end_has_no_end(String place) {
        TimelineEntry entry = entry(
                List.of(siu("S12", "10", times("20", "08")) + place, siu("S13", "11", "^^^20260322090000") + place));

        assertThat(entry.end()).isEmpty();
        assertThat(entry.detail("plannedEnd")).isEmpty();
    }

    @Test
    void the_duration_is_that_of_the_service_at_the_start() {
        TimelineEntry entry = entry(List.of(siu("S12", "10", "") + "RGS|1\r"
                + "AIS|1||IRM^IRM|20260320100000|||20|MIN\rRGS|2\r"
                + "AIS|1||OLD^Ancien|20260320070000|||10|MIN||CANCELLED\r"
                + "AIS|2||CONS^Consultation|20260320080000|||45|MIN\r"));

        assertThat(entry.start()).hasToString("2026-03-20T07:00:00Z");
        assertThat(entry.end().orElseThrow()).hasToString("2026-03-20T07:45:00Z");
        assertThat(entry.detail("duration")).contains("45 MIN");
    }

    @Test
    void a_place_without_a_unit_is_shown_by_its_description() {
        assertThat(entry(List.of(siu("S12", "10", times("20", "08")) + "RGS|1\rAIL|1||^^^HOP^^C^BAT3^2^Salle bleue\r"))
                        .detail("place"))
                .contains("Salle bleue");
    }

    private static TimelineEntry entry(List<String> messages) {
        InMemoryPipeline pipeline = new InMemoryPipeline();
        messages.forEach(message -> pipeline.record(message.getBytes(StandardCharsets.UTF_8)));
        List<TimelineEntry> entries = pipeline.timelines().getFirst().entries();
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private static String times(String day, String hour) {
        return "^^^202603" + day + hour + "0000^202603" + day + hour + "3000";
    }

    private static String siu(String trigger, String day, String times) {
        return "MSH|^~\\&|RDV|HOP|PARCOURS|HOP|202603" + day + "100000||SIU^" + trigger + "|" + trigger + day
                + "|P|2.5\r"
                + "SCH||R1^RDV|||||||||" + times + "||||||||||||||BOOKED\r"
                + "PID|||P1^^^HOP&2.999.20.1&ISO^PI||MARTIN^Marie||19700215|F\r";
    }

    private static List<List<String>> permutations(List<String> messages) {
        if (messages.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> result = new ArrayList<>();
        for (String first : messages) {
            List<String> rest = new ArrayList<>(messages);
            rest.remove(first);
            permutations(rest).forEach(tail -> {
                List<String> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                result.add(order);
            });
        }
        return result;
    }
}
