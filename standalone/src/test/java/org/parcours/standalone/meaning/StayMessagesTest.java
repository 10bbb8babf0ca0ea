package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Identifier;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.CurrentStay;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.standalone.demo.scenario.HospitalMessageGenerator;
import org.parcours.standalone.demo.source.OutgoingMessage;

/** What the messages of a stay mean, in whatever order they arrive. */
class StayMessagesTest {

    private static final String ADMISSION = adt("A01", "1010", "1000", "");
    private static final String ADMISSION_CANCELLED = adt("A11", "1040", "1040", "");
    private static final String ADMITTED_AGAIN = adt("A01", "1110", "1100", "");
    private static final String TRANSFER = adt("A02", "1210", "1200", "");
    private static final String TRANSFER_CANCELLED = adt("A12", "1240", "1240", "");
    private static final String DISCHARGE = adt("A03", "1510", "1500", "");
    private static final String DISCHARGE_CANCELLED = adt("A13", "1540", "1540", "");

    private final InMemoryPipeline pipeline = new InMemoryPipeline();

    private static Stream<List<String>> feeds() {
        return Stream.of(
                List.of(ADMISSION, ADMISSION_CANCELLED),
                List.of(ADMISSION, ADMISSION_CANCELLED, ADMITTED_AGAIN),
                List.of(ADMISSION, DISCHARGE, DISCHARGE_CANCELLED),
                List.of(ADMISSION, TRANSFER, TRANSFER_CANCELLED, DISCHARGE),
                withIds(List.of(ADMISSION, ADMISSION_CANCELLED)),
                withIds(List.of(ADMISSION, ADMISSION_CANCELLED, ADMITTED_AGAIN)),
                withIds(List.of(ADMISSION, DISCHARGE, DISCHARGE_CANCELLED)),
                withIds(List.of(ADMISSION, TRANSFER, TRANSFER_CANCELLED, DISCHARGE)),
                List.of(ADMISSION, ADMISSION_CANCELLED.replace("|DPI|", "|GAM|")),
                List.of(withIds(List.of(ADMISSION)).getFirst(), ADMISSION_CANCELLED));
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void the_order_of_arrival_does_not_matter(List<String> feed) {
        Set<String> timelines = new TreeSet<>();
        for (List<String> order : permutations(feed)) {
            InMemoryPipeline shuffled = new InMemoryPipeline();
            order.forEach(message -> shuffled.record(bytes(message)));
            timelines.add(text(shuffled.timelines().getFirst()));
        }

        assertThat(timelines).hasSize(1);
    }

    @Test
    void a_plan_that_is_reported_again_is_moved() {
        for (String trigger : List.of("A05", "A16")) {
            List<String> feed =
                    List.of(plan(trigger, "1010", "20"), plan(trigger, "1110", "22"), plan(trigger, "1210", "21"));
            for (List<String> order : permutations(feed)) {
                Timeline timeline = timeline(order.toArray(String[]::new));

                assertThat(entries(timeline, trigger.equals("A05") ? "pre-admission" : "discharge-plan"))
                        .singleElement()
                        .satisfies(entry -> {
                            assertThat(entry.start()).hasToString("2026-03-21T07:00:00Z");
                            assertThat(entry.status()).isEqualTo(StepStatus.PLANNED);
                        });
                assertThat(anomalies(timeline)).isEmpty();
            }
        }
    }

    @Test
    void a_plan_that_was_moved_is_cancelled_as_a_whole() {
        String cancelled = adt("A38", "1310", "1310", "");
        List<String> feed = List.of(plan("A05", "1010", "20"), plan("A05", "1110", "22"), cancelled);
        for (List<String> order : permutations(feed)) {
            assertThat(timeline(order.toArray(String[]::new)).stays())
                    .extracting(Stay::status)
                    .containsExactly(StepStatus.CANCELLED);
        }
        assertThat(timeline(plan("A05", "1010", "20"), cancelled, plan("A05", "1410", "22"))
                        .stays())
                .extracting(Stay::status)
                .containsExactly(StepStatus.PLANNED);
    }

    @Test
    void an_update_of_an_expected_patient_moves_the_plan() {
        String update = plan("A08", "1110", "22").replace("|I|", "|P|");
        String planned = plan("A05", "1010", "20").replace("|I|", "|P|");
        for (String first : List.of(planned, planned + "ZBE|M0^DPI|20260320080000||INSERT|N\r")) {
            Timeline timeline = timeline(first, update, update.replace("111000", "121000"));

            assertThat(entries(timeline, "pre-admission")).singleElement().satisfies(entry -> {
                assertThat(entry.start()).hasToString("2026-03-22T07:00:00Z");
                assertThat(entry.history()).hasSize(2);
            });
        }
    }

    @Test
    void an_update_that_names_the_stay_of_another_patient_is_flagged() {
        record(ADMISSION, adt("A08", "1110", "1110", "").replace("P1^", "P2^").replace("CARDIO", "PNEUMO"));

        assertThat(anomalies(pipeline.timelines().getLast())).contains(Code.STAY_OF_ANOTHER_PATIENT);
    }

    @Test
    void a_leave_ends_with_the_discharge() {
        Timeline timeline = timeline(ADMISSION, adt("A21", "1210", "1200", ""), DISCHARGE);

        assertThat(entries(timeline, "leave")).singleElement().satisfies(leave -> {
            assertThat(leave.status()).isEqualTo(StepStatus.DONE);
            assertThat(leave.end().orElseThrow()).hasToString("2026-03-10T14:00:00Z");
        });
    }

    @Test
    void of_two_reports_of_a_movement_the_one_that_was_reported_later_counts() {
        String moved = TRANSFER.replace("121000", "131000").replace("REA^7", "REA^8");
        String corrected = TRANSFER.replace("121000", "141000")
                .replace("ADT^A02", "ADT^Z99")
                .replace("REA^7", "REA^9");
        String correctedAgain = corrected.replace("141000", "151000").replace("REA^9", "REA^10");
        String zbe = "ZBE|M2^DPI|20260310120000||";
        List<String> feed = List.of(
                TRANSFER + zbe + "INSERT|N\r",
                moved + zbe + "INSERT|N\r",
                corrected + zbe + "UPDATE|N|A02\r",
                correctedAgain + zbe + "UPDATE|N|A02\r");
        for (List<String> order : permutations(feed)) {
            assertThat(unit(order.toArray(String[]::new))).contains("REA · 10 · 1");
        }
        for (List<String> order : permutations(feed.subList(0, 2))) {
            assertThat(unit(order.toArray(String[]::new))).contains("REA · 8 · 1");
        }
    }

    @Test
    void a_cancellation_that_comes_first_cancels_the_admission_that_was_reported_before_it() {
        for (List<String> feed :
                List.of(List.of(ADMISSION_CANCELLED, ADMISSION), withIds(List.of(ADMISSION_CANCELLED, ADMISSION)))) {
            Timeline timeline = timeline(feed.toArray(String[]::new));

            assertThat(timeline.stays()).extracting(Stay::status).containsExactly(StepStatus.CANCELLED);
            assertThat(anomalies(timeline)).isEmpty();
        }
    }

    @Test
    void a_movement_that_is_sent_again_as_new_after_its_cancellation_is_in_effect() {
        for (List<String> feed : List.of(
                List.of(ADMISSION_CANCELLED, ADMISSION, ADMITTED_AGAIN),
                withIds(List.of(ADMISSION, ADMISSION_CANCELLED, ADMITTED_AGAIN)),
                withIds(List.of(ADMISSION_CANCELLED, ADMITTED_AGAIN)))) {
            assertThat(timeline(feed.toArray(String[]::new)).stays())
                    .extracting(Stay::status)
                    .containsExactly(StepStatus.IN_PROGRESS);
        }
    }

    @Test
    void a_cancellation_of_an_unknown_visit_is_flagged_and_shows_no_stay() {
        for (String trigger : List.of("A11", "A12", "A13", "A38", "A52")) {
            Timeline timeline = timeline(adt(trigger, "1040", "1040", ""));

            assertThat(timeline.stays()).isEmpty();
            assertThat(anomalies(timeline)).containsExactly(Code.CANCELS_NOTHING_KNOWN);
        }
    }

    @Test
    void a_cancelled_discharge_that_never_happened_changes_nothing_of_the_stay() {
        Timeline timeline = timeline(ADMISSION, DISCHARGE_CANCELLED);

        assertThat(timeline.stays()).extracting(Stay::status).containsExactly(StepStatus.IN_PROGRESS);
        assertThat(anomalies(timeline)).containsExactly(Code.CANCELS_NOTHING_KNOWN);

        Timeline later = timeline(ADMISSION, DISCHARGE_CANCELLED, DISCHARGE.replace("101510", "101640"));
        assertThat(later.stays())
                .as("the discharge was reported after the cancellation")
                .extracting(Stay::status)
                .containsExactly(StepStatus.DONE);
    }

    @Test
    void a_swap_of_beds_transfers_each_patient_to_the_bed_of_the_other() {
        record(
                ADMISSION,
                ADMISSION.replace("P1^", "P2^").replace("V1^", "V2^").replace("CARDIO^101^1", "CARDIO^102^2"),
                swap("P1", "V1", "102^2", "101^1", "P2", "V2", "101^1", "102^2"));

        for (Timeline timeline : pipeline.timelines()) {
            boolean first = timeline.patient().identifiers().getFirst().value().equals("P1");
            assertThat(timeline.stays()).singleElement().satisfies(stay -> assertThat(stay.unit())
                    .contains(first ? "CARDIO · 102 · 2" : "CARDIO · 101 · 1"));
            assertThat(entries(timeline, "transfer")).singleElement().satisfies(transfer -> {
                assertThat(transfer.detail("formerLocation")).contains(first ? "CARDIO · 101 · 1" : "CARDIO · 102 · 2");
                assertThat(transfer.start()).hasToString("2026-03-11T08:00:00Z");
            });
            assertThat(anomalies(timeline)).isEmpty();
        }
    }

    @Test
    void a_swap_that_names_one_patient_is_recorded_and_flagged() {
        String swap = swap("P1", "V1", "102^2", "101^1", "P2", "V2", "101^1", "102^2");
        String onePair = swap.substring(0, swap.lastIndexOf("PID|"));
        for (String message : List.of(onePair, swap.replace("P2^", "P1^"))) {
            assertThat(anomalies(timeline(ADMISSION, message))).contains(Code.SWAP_OF_ONE_PATIENT);
        }
    }

    @Test
    void a_discharge_that_is_dated_before_its_admission_ends_the_stay_and_is_flagged() {
        for (List<String> order : permutations(List.of(ADMISSION, adt("A03", "1510", "0800", "")))) {
            Timeline timeline = timeline(order.toArray(String[]::new));

            assertThat(timeline.stays()).singleElement().satisfies(stay -> assertThat(stay.status())
                    .isEqualTo(StepStatus.DONE));
            assertThat(anomalies(timeline)).contains(Code.END_BEFORE_START);
        }
    }

    @Test
    void an_admission_after_a_discharge_that_was_reported_before_it_opens_the_stay_again() {
        for (List<String> feed : List.of(
                List.of(adt("A03", "0810", "0800", ""), ADMISSION),
                List.of(adt("A01", "0710", "0700", ""), adt("A03", "0810", "0800", ""), ADMISSION))) {
            for (List<String> order : permutations(feed)) {
                assertThat(timeline(order.toArray(String[]::new)).stays())
                        .singleElement()
                        .satisfies(stay -> assertThat(stay.status()).isEqualTo(StepStatus.IN_PROGRESS));
            }
        }
    }

    @Test
    void a_leap_second_is_the_second_after_it() {
        Timeline timeline = timeline(ADMISSION.replace("20260310100000", "20260310235960+0100"));

        assertThat(timeline.stays()).singleElement().satisfies(stay -> assertThat(stay.start())
                .isEqualTo("2026-03-10T23:00:00Z"));
    }

    @Test
    void what_is_known_by_the_day_is_compatible_with_any_time_of_that_day() {
        String dayOnly = "20260310";
        String admission = adt("A01", "1010", "1000", "").replace("20260310100000", dayOnly);
        String discharge = adt("A03", "1910", "1900", "").replace("20260310190000", dayOnly);
        String transfer = TRANSFER.replace("20260310120000", dayOnly);
        for (List<String> feed : List.of(
                List.of(admission, discharge),
                List.of(ADMISSION, TRANSFER, discharge),
                List.of(admission, TRANSFER, DISCHARGE),
                List.of(ADMISSION, transfer, DISCHARGE),
                List.of(admission, transfer, discharge))) {
            for (List<String> order : permutations(feed)) {
                Timeline timeline = timeline(order.toArray(String[]::new));

                assertThat(anomalies(timeline)).isEmpty();
                assertThat(timeline.stays()).singleElement().satisfies(stay -> {
                    assertThat(stay.status()).isEqualTo(StepStatus.DONE);
                    assertThat(stay.unit()).contains(feed.size() == 2 ? "CARDIO · 101 · 1" : "REA · 7 · 1");
                });
            }
        }
    }

    @Test
    void a_discharge_on_an_earlier_day_than_the_admission_is_flagged() {
        Timeline timeline = timeline(ADMISSION, DISCHARGE.replace("20260310150000", "20260309"));

        assertThat(anomalies(timeline)).contains(Code.END_BEFORE_START);
    }

    @Test
    void an_update_without_a_movement_tells_where_the_patient_is_until_a_later_movement() {
        String update = adt("A08", "1100", "1100", "").replace("CARDIO^101^1", "CARDIO^103^2");

        assertThat(unit(ADMISSION, update)).contains("CARDIO · 103 · 2");
        assertThat(unit(ADMISSION, update, TRANSFER)).contains("REA · 7 · 1");
        assertThat(unit(ADMISSION, TRANSFER, update)).contains("REA · 7 · 1");
        assertThat(unit(update)).contains("CARDIO · 103 · 2");
        assertThat(timeline(update.replace("|I|", "|O|")).stays()).isEmpty();
    }

    @Test
    void an_update_that_changes_no_location_records_none() {
        record(ADMISSION);
        for (int minute = 10; minute < 60; minute++) {
            record(adt("A08", "11" + minute, "11" + minute, ""));
        }

        assertThat(pipeline.log())
                .noneMatch(
                        envelope -> envelope.event().getClass().getSimpleName().equals("LocationReported"));
    }

    @Test
    void the_current_stay_is_the_one_with_a_bed() {
        Timeline timeline = timeline(
                ADMISSION,
                ADMISSION.replace("V1^", "V2^").replace("|I|", "|O|").replace("20260310100000", "20260310110000"),
                ADMISSION.replace("V1^", "V3^").replace("|I|", "|E|").replace("20260310100000", "20260310120000"));

        assertThat(CurrentStay.of(timeline.stays(), InMemoryPipeline.RECEIVED_AT)
                        .flatMap(Stay::visitNumber)
                        .map(Identifier::value))
                .contains("V1");
    }

    @Test
    void each_number_of_MRG_1_is_merged_and_so_is_each_pair() {
        record(
                adt("A28", "0910", "0910", ""),
                adt("A28", "0920", "0920", "").replace("P1^", "P2^"),
                merge(
                        "1020",
                        "PID|||P1^^^HOP&2.999.20.1&ISO^PI||MARTIN^Marie\rMRG|" + cx("P2") + "~" + cx("P3") + "\r"),
                adt("A01", "1110", "1100", "").replace("P1^", "P3^"),
                merge(
                        "1220",
                        "PID|||P4^^^HOP&2.999.20.1&ISO^PI||LEROUX^Paul\rMRG|" + cx("P5") + "\rPID|||" + cx("P6")
                                + "||GARNIER^Luc\rMRG|" + cx("P7") + "\r"));

        assertThat(pipeline.timelines().stream()
                        .map(timeline -> timeline.patient().identifiers().stream()
                                .map(Identifier::value)
                                .sorted()
                                .toList())
                        .distinct())
                .containsExactlyInAnyOrder(List.of("P1", "P2", "P3"), List.of("P4", "P5"), List.of("P6", "P7"));
        assertThat(pipeline.timelines().getFirst().stays()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13})
    void the_demo_reports_no_other_person_under_a_known_number(int journeys) {
        new HospitalMessageGenerator(journeys, Instant.parse("2026-03-01T12:00:00Z"))
                .history(journeys).stream()
                        .map(OutgoingMessage::bytes)
                        .filter(bytes -> new String(bytes, StandardCharsets.UTF_8).startsWith("MSH|"))
                        .forEach(pipeline::record);

        assertThat(pipeline.log()).isNotEmpty().allSatisfy(envelope -> assertThat(envelope.anomalies())
                .extracting(Anomaly::code)
                .doesNotContain(Code.ANOTHER_PERSON_UNDER_THIS_NUMBER, Code.SENDER_CLOCK_AHEAD));
    }

    private void record(String... messages) {
        Arrays.stream(messages).forEach(message -> pipeline.record(bytes(message)));
    }

    /** The timeline of the only patient, of these messages alone. */
    private static Timeline timeline(String... messages) {
        InMemoryPipeline fresh = new InMemoryPipeline();
        Arrays.stream(messages).forEach(message -> fresh.record(bytes(message)));
        return fresh.timelines().getFirst();
    }

    /** Each message has an id of its own. */
    private static byte[] bytes(String message) {
        return message.replace("|@|", "|" + Integer.toHexString(message.hashCode()) + "|")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> unit(String... messages) {
        return timeline(messages).stays().getFirst().unit();
    }

    private static List<Code> anomalies(Timeline timeline) {
        return timeline.anomalies().stream()
                .map(anomaly -> anomaly.anomaly().code())
                .distinct()
                .toList();
    }

    private static List<TimelineEntry> entries(Timeline timeline, String kind) {
        return timeline.entries().stream()
                .filter(entry -> entry.kind().equals(kind))
                .toList();
    }

    private static String text(Timeline timeline) {
        return timeline.stays().stream()
                        .map(stay -> stay.status() + " " + stay.start() + " " + stay.end() + " " + stay.unit())
                        .toList()
                + timeline.entries().stream()
                        .map(entry -> entry.kind() + " " + entry.status() + " " + entry.start() + " "
                                + entry.anomalies().stream()
                                        .map(Anomaly::code)
                                        .filter(code -> code != Code.MOVEMENT_RESENT)
                                        .toList())
                        .sorted()
                        .toList()
                        .toString();
    }

    private static List<List<String>> permutations(List<String> messages) {
        if (messages.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> result = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            List<String> rest = new ArrayList<>(messages);
            String first = rest.remove(i);
            for (List<String> tail : permutations(rest)) {
                List<String> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                result.add(order);
            }
        }
        return result;
    }

    /** The same messages with one ZBE-1 for each kind of movement. */
    private static List<String> withIds(List<String> messages) {
        return messages.stream().map(StayMessagesTest::withId).toList();
    }

    private static String withId(String message) {
        String trigger = message.replaceAll("(?s).*\\|ADT\\^(A\\d\\d).*", "$1");
        String id =
                switch (trigger) {
                    case "A01", "A11" -> "M1";
                    case "A02", "A12" -> "M2";
                    default -> "M3";
                };
        String action = trigger.startsWith("A1") ? "CANCEL" : "INSERT";
        return message + "ZBE|" + id + "^DPI|"
                + message.split("EVN\\|\\|")[1].split("\\|")[4].split("\r")[0] + "||" + action + "|N\r";
    }

    private static String adt(String trigger, String reportedAt, String happenedAt, String more) {
        String location = trigger.equals("A02") ? "REA^7^1^HOP" : "CARDIO^101^1^HOP";
        return "MSH|^~\\&|DPI|HOP|PARCOURS|HOP|20260310" + reportedAt + "00||ADT^" + trigger + "|@|P|2.5\r"
                + "EVN||20260310" + reportedAt + "00||||20260310" + happenedAt + "00\r"
                + "PID|||" + cx("P1") + "||MARTIN^Marie||19700215|F\r"
                + "PV1||I|" + location + "||||||||||||||||V1^^^HOP&2.999.20.2&ISO^VN\r" + more;
    }

    private static String plan(String trigger, String reportedAt, String day) {
        return adt(trigger, reportedAt, reportedAt, "PV2||||||||202603" + day + "080000|202603" + day + "080000\r");
    }

    private static String swap(
            String patient,
            String visit,
            String to,
            String from,
            String otherPatient,
            String otherVisit,
            String otherTo,
            String otherFrom) {
        return "MSH|^~\\&|DPI|HOP|PARCOURS|HOP|20260311090500||ADT^A17|SWAP|P|2.5\r"
                + "EVN||20260311090500||||20260311090000\r"
                + pair(patient, visit, to, from)
                + pair(otherPatient, otherVisit, otherTo, otherFrom);
    }

    private static String pair(String patient, String visit, String to, String from) {
        return "PID|||" + cx(patient) + "||MARTIN^Marie||19700215|F\r"
                + "PV1||I|CARDIO^" + to + "|||CARDIO^" + from + "|||||||||||||" + visit
                + "^^^HOP&2.999.20.2&ISO^VN\r";
    }

    private static String merge(String at, String pairs) {
        return "MSH|^~\\&|DPI|HOP|PARCOURS|HOP|20260310" + at + "00||ADT^A40|MERGE" + at + "|P|2.5\r" + "EVN||20260310"
                + at + "00\r" + pairs;
    }

    private static String cx(String number) {
        return number + "^^^HOP&2.999.20.1&ISO^PI";
    }
}
