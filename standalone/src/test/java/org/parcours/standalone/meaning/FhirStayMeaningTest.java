package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.CurrentStay;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What an Encounter with surprising times and statuses means on the timeline. */
class FhirStayMeaningTest {

    private static final String ENCOUNTER = """
            {'resourceType': 'Encounter', 'id': 'e1', 'status': '%s', SUBJECT, 'class': {'code': 'IMP'},
             'period': {%s}%s}""";

    private final FhirTimelines fhir = new FhirTimelines();

    private static String encounter(String status, String period, String more) {
        return ENCOUNTER.formatted(status, period, more);
    }

    private static String period(String start, String end) {
        return "'start': '" + start + "', 'end': '" + end + "'";
    }

    private void assertEndedAndFlagged() {
        assertThat(fhir.stay().status()).isEqualTo(StepStatus.DONE);
        assertThat(fhir.stay().end()).isPresent();
        assertThat(fhir.stay().onLeave()).isFalse();
        assertThat(fhir.anomalies()).contains(Anomaly.Code.END_BEFORE_START);
    }

    @Test
    void a_finished_stay_that_ends_before_it_starts_has_ended_and_is_flagged() {
        fhir.sendTwice(encounter("finished", period("2026-03-10T09:00:00Z", "2026-03-09T09:00:00Z"), ""));

        assertEndedAndFlagged();
    }

    @Test
    void its_end_may_be_reported_by_a_later_version_and_its_start_be_corrected() {
        fhir.sendTwice(encounter("in-progress", "'start': '2026-03-08T09:00:00Z'", ""));
        fhir.sendTwice(encounter("finished", period("2026-03-08T09:00:00Z", "2026-03-07T09:00:00Z"), ""));
        assertEndedAndFlagged();

        fhir.sendTwice(encounter("finished", period("2026-03-09T09:00:00Z", "2026-03-07T09:00:00Z"), ""));
        assertEndedAndFlagged();

        fhir.sendTwice(encounter("finished", period("2026-03-06T09:00:00Z", "2026-03-07T09:00:00Z"), ""));
        assertThat(fhir.stay().status()).isEqualTo(StepStatus.DONE);
        assertThat(fhir.anomalies()).doesNotContain(Anomaly.Code.END_BEFORE_START);
    }

    @Test
    void a_start_that_becomes_known_after_the_end_does_not_open_the_stay_again() {
        fhir.sendTwice(encounter("finished", "'end': '2026-03-07T09:00:00Z'", ""));
        fhir.sendTwice(encounter("finished", period("2026-03-09T09:00:00Z", "2026-03-07T09:00:00Z"), ""));

        assertEndedAndFlagged();
    }

    @Test
    void a_stay_that_is_in_progress_again_is_open_whatever_its_former_end() {
        fhir.sendTwice(encounter("finished", period("2026-03-10T09:00:00Z", "2026-03-09T09:00:00Z"), ""));
        fhir.sendTwice(encounter("in-progress", "'start': '2026-03-10T09:00:00Z'", ""));

        assertThat(fhir.stay().status()).isEqualTo(StepStatus.IN_PROGRESS);
    }

    @Test
    void a_french_stay_with_movements_ends_too() {
        String part = """
                {'resourceType': 'Encounter', 'id': 'm%d', 'status': 'finished', SUBJECT, 'class': {'code': 'IMP'},
                 'identifier': [{'type': {'coding': [{'code': 'MN'}]}, 'system': 'urn:mvt', 'value': 'M%d'}],
                 'partOf': {'reference': 'Encounter/e1'}, 'period': {'start': '2026-03-1%dT09:00:00Z'}}""";
        fhir.sendTwice(FhirTimelines.transaction(
                encounter("finished", period("2026-03-10T09:00:00Z", "2026-03-09T09:00:00Z"), ""),
                part.formatted(1, 1, 0),
                part.formatted(2, 2, 1)));

        assertEndedAndFlagged();
    }

    @Test
    void an_ended_stay_is_not_the_current_one_beside_one_in_progress() {
        fhir.send(encounter("finished", period("2026-03-10T09:00:00Z", "2026-03-09T09:00:00Z"), ""));
        fhir.send(
                encounter("in-progress", "'start': '2026-03-08T09:00:00Z'", "").replace("'e1'", "'e2'"));

        assertThat(CurrentStay.of(fhir.timeline().stays(), StatePipeline.RECEIVED_AT))
                .get()
                .satisfies(stay -> assertThat(stay.status()).isEqualTo(StepStatus.IN_PROGRESS))
                .satisfies(stay ->
                        assertThat(stay.visitNumber().orElseThrow().value()).endsWith("e2"));
    }

    @Test
    void a_leave_that_ends_before_it_starts_has_ended_and_is_flagged() {
        fhir.sendTwice(encounter(
                "in-progress",
                "'start': '2026-03-01T09:00:00Z'",
                ", 'statusHistory': [{'status': 'onleave'," + " 'period': {"
                        + period("2026-03-05T09:00:00Z", "2026-03-04T09:00:00Z") + "}}]"));

        assertThat(fhir.stay().onLeave()).isFalse();
        TimelineEntry leave = fhir.only("leave");
        assertThat(leave.status()).isEqualTo(StepStatus.DONE);
        assertThat(leave.anomalies()).extracting(Anomaly::code).containsExactly(Anomaly.Code.END_BEFORE_START);
    }

    @Test
    void a_place_or_class_that_ends_before_it_starts_is_flagged() {
        for (String history : List.of(
                ", 'location': [{'location': {'display': 'A'}}, {'location': {'display': 'B'}, 'period': {%s}}]",
                ", 'location': [{'location': {'display': 'A'}, 'period': {%s}}]",
                ", 'statusHistory': [{'status': 'triaged', 'period': {%s}}]",
                ", 'participant': [{'individual': {'display': 'Dr B'}, 'period': {%s}}]",
                ", 'classHistory': [{'class': {'code': 'EMER'}, 'period': {%s}}]")) {
            FhirTimelines each = new FhirTimelines();
            each.sendTwice(encounter(
                    "in-progress",
                    "'start': '2026-03-01T09:00:00Z'",
                    history.formatted(period("2026-03-05T09:00:00Z", "2026-03-04T09:00:00Z"))));

            assertThat(each.stay().status()).isEqualTo(StepStatus.IN_PROGRESS);
            assertThat(each.anomalies()).as(history).contains(Anomaly.Code.END_BEFORE_START);
        }
    }

    @Test
    void a_leap_second_is_the_second_after_it() {
        fhir.sendTwice(encounter(
                "finished",
                period("2016-12-31T23:59:60Z", "2017-01-31T23:59:60.123+01:00"),
                ", 'meta': {'lastUpdated': '2017-02-01T23:59:60Z'}"));

        assertThat(fhir.stay().start()).isEqualTo("2017-01-01T00:00:00Z");
        assertThat(fhir.stay().end()).contains(Instant.parse("2017-01-31T23:00:00Z"));
    }

    @Test
    void a_leave_ends_when_a_version_without_a_history_reports_the_return() {
        String away = ", 'statusHistory': [{'status': 'arrived', 'period': {'start': '2026-03-01T08:00:00Z',"
                + " 'end': '2026-03-01T09:00:00Z'}}, {'status': 'in-progress', 'period': {'start':"
                + " '2026-03-01T09:00:00Z', 'end': '2026-03-05T09:00:00Z'}}]";
        for (String history : List.of(
                "",
                away,
                ", 'statusHistory': [{'status': 'in-progress', 'period': {'start': '2026-03-01T09:00:00Z'}}]",
                ", 'statusHistory': [{'status': 'onleave', 'period': {'start': '2026-03-05T09:00:00Z'}}]")) {
            for (String later : List.of("", away)) {
                FhirTimelines each = new FhirTimelines();
                each.sendTwice(encounter("onleave", "'start': '2026-03-01T09:00:00Z'", history));
                assertThat(each.stay().onLeave()).isTrue();

                each.sendTwice(encounter("in-progress", "'start': '2026-03-01T09:00:00Z'", later));

                assertThat(each.stay().onLeave())
                        .as("%s then %s", history, later)
                        .isFalse();
            }
        }
    }

    @Test
    void a_second_leave_after_a_return_is_shown() {
        for (int time = 0; time < 2; time++) {
            fhir.sendTwice(encounter("onleave", "'start': '2026-03-01T09:00:00Z'", meta(2 * time)));
            assertThat(fhir.stay().onLeave()).isTrue();
            fhir.sendTwice(encounter("in-progress", "'start': '2026-03-01T09:00:00Z'", meta(2 * time + 1)));
            assertThat(fhir.stay().onLeave()).isFalse();
        }
    }

    private static String meta(int day) {
        return ", 'meta': {'versionId': '" + (day + 1) + "', 'lastUpdated': '2026-03-0" + (day + 2) + "T09:00:00Z'}";
    }

    @Test
    void the_history_of_a_later_version_gives_the_leave_its_times() {
        fhir.sendTwice(encounter("onleave", "'start': '2026-03-01T09:00:00Z'", ""));
        fhir.sendTwice(encounter(
                "in-progress",
                "'start': '2026-03-01T09:00:00Z'",
                ", 'statusHistory': [{'status': 'in-progress',"
                        + " 'period': {'start': '2026-03-01T09:00:00Z', 'end': '2026-03-04T09:00:00Z'}},"
                        + " {'status': 'onleave', 'period': {"
                        + period("2026-03-04T09:00:00Z", "2026-03-05T09:00:00Z") + "}}]"));

        assertThat(fhir.stay().onLeave()).isFalse();
        assertThat(fhir.entries("leave"))
                .filteredOn(entry -> entry.status() != StepStatus.CANCELLED)
                .hasSize(1)
                .allSatisfy(entry -> assertThat(entry.status()).isEqualTo(StepStatus.DONE));
    }
}
