package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.query.timeline.fold.Timeline;

/** Who is who after merges, their ends, and reassigned stays, in whatever order their messages arrive. */
class IdentityMessagesTest {

    private static final String MERGE = adt("A40", "10", pid("P1") + "MRG|" + cx("P2") + "\r");
    private static final String UNMERGE = adt("A37", "11", pid("P1") + pid("P2"));
    private static final String MERGED_AGAIN = adt("A40", "12", pid("P1") + "MRG|" + cx("P2") + "\r");

    private final InMemoryPipeline pipeline = new InMemoryPipeline();

    @Test
    void the_end_of_a_merge_names_its_records_in_any_order() {
        for (String unmerge : List.of(
                UNMERGE,
                adt("A37", "11", pid("P2") + pid("P1")),
                adt("A37", "11", pid("P2") + "PV1||I\r" + pid("P1") + "PV1||I\r"),
                adt("A37", "11", pid("P1") + "MRG|" + cx("P2") + "\r"),
                adt("A37", "11", pid("P2") + "MRG|" + cx("P1") + "\r"))) {
            InMemoryPipeline fresh = new InMemoryPipeline();
            record(fresh, registration("P1"), registration("P2"), MERGE, unmerge);

            assertThat(numbers(fresh)).containsExactlyInAnyOrder(List.of("P1"), List.of("P2"));
            assertThat(codes(fresh)).isEmpty();
        }
    }

    @Test
    void a_merge_that_arrives_after_its_end_is_over() {
        record(pipeline, registration("P1"), registration("P2"), UNMERGE, MERGE);

        assertThat(numbers(pipeline)).containsExactlyInAnyOrder(List.of("P1"), List.of("P2"));
        record(pipeline, MERGED_AGAIN);
        assertThat(numbers(pipeline).stream().distinct()).containsExactly(List.of("P1", "P2"));
    }

    @Test
    void the_end_of_a_merge_that_is_not_known_is_flagged() {
        record(pipeline, registration("P1"), registration("P2"), UNMERGE);

        assertThat(codes(pipeline)).contains(Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void a_stay_that_is_reassigned_before_its_admission_arrives_belongs_to_the_new_patient() {
        record(
                pipeline,
                adt("A44", "10", pid("P1") + "MRG|" + cx("P2") + "||||V1^^^HOP&2.999.20.2&ISO^VN\r"),
                adt("A01", "09", pid("P2") + "PV1||I|CARDIO^1^1||||||||||||||||V1^^^HOP&2.999.20.2&ISO^VN\r"));

        for (Timeline timeline : pipeline.timelines()) {
            boolean newPatient =
                    timeline.patient().identifiers().getFirst().value().equals("P1");
            assertThat(timeline.stays()).hasSize(newPatient ? 1 : 0);
        }
    }

    @Test
    void of_two_reports_of_an_application_about_an_identity_the_one_that_was_sent_later_counts() {
        record(
                pipeline,
                registration("P1"),
                adt("A31", "12", pid("P1").replace("MARTIN", "LATER")),
                adt("A31", "11", pid("P1").replace("MARTIN", "EARLIER")));

        assertThat(pipeline.timelines()
                        .getFirst()
                        .patient()
                        .demographics()
                        .name()
                        .orElseThrow())
                .hasToString("LATER Marie");
    }

    private static void record(InMemoryPipeline pipeline, String... messages) {
        Arrays.stream(messages).forEach(message -> pipeline.record(message.getBytes(StandardCharsets.UTF_8)));
    }

    /** The numbers of the person of each record. */
    private static List<List<String>> numbers(InMemoryPipeline pipeline) {
        return pipeline.timelines().stream()
                .map(timeline -> timeline.patient().identifiers().stream()
                        .map(Identifier::value)
                        .sorted()
                        .toList())
                .toList();
    }

    private static List<Code> codes(InMemoryPipeline pipeline) {
        return pipeline.log().stream()
                .map(Envelope::anomalies)
                .flatMap(List::stream)
                .map(Anomaly::code)
                .toList();
    }

    private static String registration(String number) {
        return adt("A28", "08", pid(number));
    }

    private static String adt(String trigger, String hour, String segments) {
        return "MSH|^~\\&|DPI|HOP|PARCOURS|HOP|20260310" + hour + "1000||ADT^" + trigger + "|"
                + Integer.toHexString((trigger + hour + segments).hashCode()) + "|P|2.5\rEVN||20260310" + hour
                + "1000\r" + segments;
    }

    private static String pid(String number) {
        return "PID|||" + cx(number) + "||MARTIN^Marie||19700215|F\r";
    }

    private static String cx(String number) {
        return number + "^^^HOP&2.999.20.1&ISO^PI";
    }
}
