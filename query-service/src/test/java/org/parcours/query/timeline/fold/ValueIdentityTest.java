package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.query.EventLogBuilder;

/** Which value a later one replaces: its report, code, sub-id and place among equals of one message. */
class ValueIdentityTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);
    private static final String COLLECTED = "2026-03-10T09:30";
    private static final Coding CULTURE = Coding.of("CULT", "Culture");

    private final EventLogBuilder log = new EventLogBuilder();

    @Test
    void four_values_of_the_same_code_and_sub_id_are_four_values_in_order() {
        log.add(
                SOPHIE,
                COLLECTED,
                issued(germ("S. aureus"), germ("S. pyogenes"), germ("C. albicans"), germ("S. aureus")));

        assertThat(values()).containsExactly("S. aureus", "S. pyogenes", "C. albicans", "S. aureus");
    }

    @Test
    void equal_values_without_a_sub_id_alternate_with_their_quantities() {
        log.add(
                SOPHIE,
                COLLECTED,
                issued(value("ORG", "E. coli"), value("NUM", "10^5"), value("ORG", "S. aureus"), value("NUM", "10^3")));

        assertThat(values()).containsExactly("E. coli", "10^5", "S. aureus", "10^3");
    }

    @Test
    void as_many_equal_values_correct_each_by_its_place() {
        log.add(SOPHIE, COLLECTED, issued(germ("S. aureus"), germ("S. pyogenes"), germ("C. albicans")));
        log.add(SOPHIE, COLLECTED, corrected(germ("S. aureus"), germ("S. agalactiae"), germ("C. albicans")));

        assertThat(values()).containsExactly("S. aureus", "S. agalactiae", "C. albicans");
    }

    @Test
    void one_of_several_equal_values_sent_again_replaces_none_of_the_others() {
        log.add(SOPHIE, COLLECTED, issued(germ("S. aureus"), germ("S. pyogenes"), germ("C. albicans")));
        log.add(SOPHIE, COLLECTED, issued(germ("S. pyogenes")));

        assertThat(values()).containsExactly("S. aureus", "S. pyogenes", "C. albicans");
    }

    @Test
    void the_withdrawal_of_one_of_several_equal_values_names_it_by_its_text() {
        log.add(SOPHIE, COLLECTED, issued(germ("S. aureus"), germ("S. pyogenes")));
        log.add(SOPHIE, COLLECTED, corrected(germ("S. pyogenes").withStatus(Optional.of(ObservationStatus.WITHDRAWN))));

        assertThat(values()).containsExactly("S. aureus");
    }

    @Test
    void a_value_under_its_alternate_code_is_the_same_value() {
        log.add(SOPHIE, COLLECTED, issued(coded("K", "L", "2823-3", "LN", "9.4")));
        log.add(SOPHIE, COLLECTED, corrected(coded("2823-3", "LN", "K", "L", "4.9")));

        assertThat(values()).containsExactly("4.9");
    }

    @Test
    void two_values_of_one_message_that_share_an_alternate_code_are_two_values() {
        log.add(
                SOPHIE,
                COLLECTED,
                issued(coded("1558-6", "LN", "GLU", "L", "5.1"), coded("2345-7", "LN", "GLU", "L", "7.8")));
        log.add(SOPHIE, COLLECTED, corrected(coded("2345-7", "LN", "GLU", "L", "8.7")));

        assertThat(values()).containsExactly("5.1", "8.7");
    }

    @Test
    void one_code_of_two_code_systems_is_two_values() {
        log.add(SOPHIE, COLLECTED, issued(coded("1", "A", "X", "L", "5"), coded("1", "B", "Y", "L", "6")));

        assertThat(values()).containsExactly("5", "6");
    }

    @Test
    void two_antibiograms_of_one_order_are_two_entries_and_corrected_apart() {
        log.add(SOPHIE, COLLECTED, result(antibiogram("ORG 1"), value("PENI", "R")));
        log.add(SOPHIE, COLLECTED, result(antibiogram("ORG 2"), value("PENI", "S")));
        assertThat(entries()).extracting(ValueIdentityTest::values).containsExactly(List.of("R"), List.of("S"));

        log.add(
                SOPHIE,
                COLLECTED,
                new ResultCorrected(antibiogram("ORG 2"), CULTURE, List.of(value("PENI", "I")), Optional.empty()));
        assertThat(entries()).extracting(ValueIdentityTest::values).containsExactly(List.of("R"), List.of("I"));

        log.add(SOPHIE, COLLECTED, new ResultWithdrawn(antibiogram("ORG 1"), Optional.of(CULTURE), Optional.empty()));
        assertThat(entries()).extracting(TimelineEntry::stage).containsExactly("withdrawn", "corrected");
    }

    @Test
    void two_reports_of_one_placer_order_are_two_entries() {
        log.add(SOPHIE, COLLECTED, result(numbers("F1"), value("K", "4.1")));
        log.inStep(log.last().step().orElseThrow()).add(SOPHIE, COLLECTED, result(numbers("F2"), value("K", "5.2")));

        assertThat(entries()).extracting(ValueIdentityTest::values).containsExactly(List.of("4.1"), List.of("5.2"));
    }

    @Test
    void measurements_of_a_monitor_are_one_series_by_time() {
        log.add(SOPHIE, "2026-03-10T10:00", issued(measured("HR", "82", "10:02"), measured("HR", "80", "10:01")));
        log.add(SOPHIE, "2026-03-10T10:05", issued(measured("HR", "90", "10:05")));
        log.add(SOPHIE, "2026-03-10T10:03", issued(measured("HR", "85", "10:03")));

        assertThat(values()).containsExactly("80", "82", "85", "90");
    }

    @Test
    void at_equal_rank_the_later_report_wins_whatever_the_order_of_arrival() {
        reported("11:00", "11:05").add(SOPHIE, COLLECTED, issued(value("K", "4.3")));
        reported("10:00", "10:05").add(SOPHIE, COLLECTED, issued(value("K", "4.1")));

        assertThat(values()).containsExactly("4.3");
    }

    @Test
    void of_one_time_of_report_the_message_that_was_sent_later_wins() {
        reported("10:10", "14:15").add(SOPHIE, COLLECTED, corrected(withdrawn("K")));
        reported("10:10", "13:15").add(SOPHIE, COLLECTED, corrected(value("K", "4.9")));
        reported("10:10", "12:15").add(SOPHIE, COLLECTED, issued(value("NA", "139"), value("K", "9.4")));

        assertThat(values()).containsExactly("139");
        assertThat(only().stage()).isEqualTo("corrected");
    }

    @Test
    void of_one_message_time_the_later_observation_wins() {
        log.add(SOPHIE, COLLECTED, issued(measured("K", "4.3", "11:00")));
        log.add(SOPHIE, COLLECTED, issued(measured("K", "4.1", "10:00")));

        assertThat(values()).containsExactly("4.3");
    }

    @Test
    void a_value_that_is_reported_again_after_its_withdrawal_counts() {
        reported("10:00", "10:05").add(SOPHIE, COLLECTED, issued(value("K", "9.4")));
        reported("11:00", "11:05").add(SOPHIE, COLLECTED, corrected(withdrawn("K")));
        assertThat(only().stage()).isEqualTo("withdrawn");

        reported("12:00", "12:05").add(SOPHIE, COLLECTED, issued(value("K", "4.4")));
        assertThat(values()).containsExactly("4.4");
        assertThat(only().stage()).isEqualTo("corrected");
    }

    @Test
    void each_status_of_table_0085_acts_on_its_own_value() {
        log.add(
                SOPHIE,
                COLLECTED,
                new ResultIssued(
                        numbers("F1"),
                        CULTURE,
                        ResultStatus.PRELIMINARY,
                        List.of(
                                stated("A", "1", ObservationStatus.PRELIMINARY),
                                stated("B", "2", ObservationStatus.FINAL),
                                stated("C", "", ObservationStatus.PENDING),
                                stated("D", "4", ObservationStatus.UNVERIFIED)),
                        Optional.empty()));
        log.add(
                SOPHIE,
                COLLECTED,
                issued(
                        stated("A", "", ObservationStatus.CONFIRMED),
                        stated("B", "9", ObservationStatus.PRELIMINARY),
                        stated("C", "", ObservationStatus.NOT_OBTAINED)));

        assertThat(only().values())
                .extracting(value -> value.code().key(), Observation::value, value -> value.status()
                        .orElseThrow())
                .containsExactly(
                        tuple("A", "1", ObservationStatus.FINAL),
                        tuple("B", "2", ObservationStatus.FINAL),
                        tuple("C", "", ObservationStatus.NOT_OBTAINED),
                        tuple("D", "4", ObservationStatus.UNVERIFIED));
    }

    @Test
    void a_wrong_value_goes_and_the_others_of_its_report_stay() {
        log.add(SOPHIE, COLLECTED, issued(value("NA", "139"), value("K", "4.9")));
        log.add(SOPHIE, COLLECTED, corrected(stated("NA", "139", ObservationStatus.WRONG)));

        assertThat(values()).containsExactly("4.9");
        assertThat(only().history().getLast().values())
                .extracting(Observation::status)
                .containsExactly(Optional.of(ObservationStatus.WRONG));
    }

    private EventLogBuilder reported(String reportedAt, String sentAt) {
        return log.annotated(EventAnnotations.NONE
                .withDetail(DetailKey.REPORTED_AT, Optional.of("2026-03-10T" + reportedAt + "+01:00"))
                .withSentAt(Optional.of(EventLogBuilder.at("2026-03-10T" + sentAt))));
    }

    private List<TimelineEntry> entries() {
        return Timeline.replay(SOPHIE, log.events(), Optional.empty(), ValidTimeCutoff.NONE)
                .entries();
    }

    private TimelineEntry only() {
        assertThat(entries()).hasSize(1);
        return entries().getFirst();
    }

    private List<String> values() {
        return values(only());
    }

    private static List<String> values(TimelineEntry entry) {
        return entry.values().stream().map(Observation::value).toList();
    }

    private static OrderNumbers numbers(String filler) {
        return new OrderNumbers(Optional.of(Identifier.of("DPI", "P1")), Optional.of(Identifier.of("LAB", filler)));
    }

    private static OrderNumbers antibiogram(String parent) {
        return new OrderNumbers(
                Optional.of(Identifier.of("DPI", "P1")),
                Optional.of(Identifier.of("LAB", "F1")),
                Optional.empty(),
                Optional.of(parent));
    }

    private static ResultIssued result(OrderNumbers numbers, Observation... values) {
        return new ResultIssued(numbers, CULTURE, ResultStatus.FINAL, Arrays.asList(values), Optional.empty());
    }

    private static ResultIssued issued(Observation... values) {
        return result(numbers("F1"), values);
    }

    private static ResultCorrected corrected(Observation... values) {
        return new ResultCorrected(numbers("F1"), CULTURE, Arrays.asList(values), Optional.empty());
    }

    private static Observation value(String code, String value) {
        return new Observation(Coding.of(code, code), value, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Observation germ(String name) {
        return new Observation(
                Coding.of("77202-0", "Germe"),
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("1.1"),
                Optional.empty(),
                Optional.empty());
    }

    private static Observation coded(String code, String system, String otherCode, String otherSystem, String value) {
        return new Observation(
                new Coding(Optional.of(code), Optional.empty(), Optional.of(system)),
                value,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Coding(Optional.of(otherCode), Optional.empty(), Optional.of(otherSystem))),
                List.of(),
                Optional.empty());
    }

    private static Observation measured(String code, String value, String time) {
        return new Observation(
                Coding.of(code, code),
                value,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(PartialDateTime.of(EventLogBuilder.at("2026-03-10T" + time))));
    }

    private static Observation stated(String code, String value, ObservationStatus status) {
        return value(code, value).withStatus(Optional.of(status));
    }

    private static Observation withdrawn(String code) {
        return stated(code, "", ObservationStatus.WITHDRAWN);
    }
}
