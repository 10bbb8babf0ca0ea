package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.query.EventLogBuilder.admitted;
import static org.parcours.query.EventLogBuilder.at;
import static org.parcours.query.EventLogBuilder.discharged;
import static org.parcours.query.EventLogBuilder.movement;
import static org.parcours.query.EventLogBuilder.transferred;
import static org.parcours.query.EventLogBuilder.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Coding;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MovementKind;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StepStatus;
import org.parcours.query.EventLogBuilder;

class TimelineTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);
    private static final PatientId SOFIE = EventLogBuilder.patient(2);

    private final EventLogBuilder log = new EventLogBuilder();

    private Timeline timeline() {
        return timeline(SOPHIE);
    }

    private Timeline timeline(PatientId patient) {
        return Timeline.replay(patient, log.events(), Optional.empty(), ValidTimeCutoff.NONE);
    }

    private Timeline asOf(String moment) {
        return Timeline.replay(
                SOPHIE,
                log.events(),
                Optional.empty(),
                ValidTimeCutoff.of(at(moment).toInstant()));
    }

    private Timeline knownAt(String moment) {
        return Timeline.replay(SOPHIE, log.events(), Optional.of(at(moment).toInstant()), ValidTimeCutoff.NONE);
    }

    private static TimelineEntry only(Timeline timeline, String kind) {
        List<TimelineEntry> found =
                timeline.entries().stream().filter(e -> e.kind().equals(kind)).toList();
        assertThat(found).as("entries of kind " + kind).hasSize(1);
        return found.getFirst();
    }

    private static List<Anomaly.Code> codes(TimelineEntry entry) {
        return entry.anomalies().stream().map(Anomaly::code).toList();
    }

    private static Instant instant(String text) {
        return at(text).toInstant();
    }

    // Stays

    @Test
    void an_admission_opens_a_stay_and_a_discharge_ends_it() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(timeline().stays().getFirst().unit()).contains("1050");

        log.add(SOPHIE, "2026-03-03T09:00", transferred("S1", "2", "2040"));
        log.add(SOPHIE, "2026-03-05T16:00", discharged("S1", "3"));

        Stay stay = timeline().stays().getFirst();
        assertThat(stay.status()).isEqualTo(StepStatus.DONE);
        assertThat(stay.start()).isEqualTo(instant("2026-03-02T08:00"));
        assertThat(stay.end()).contains(instant("2026-03-05T16:00"));
        assertThat(stay.unit()).contains("2040");
        assertThat(stay.doctor()).contains("Moreau Claire");
        assertThat(stay.movements()).hasSize(3);
        assertThat(timeline().entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("stay", "admission", "transfer", "discharge");
    }

    @Test
    void a_discharge_without_an_admission_is_flagged_until_the_admission_arrives_late() {
        log.add(SOPHIE, "2026-03-05T16:00", discharged("S1", "3"));
        assertThat(codes(only(timeline(), "discharge"))).containsExactly(Anomaly.Code.DISCHARGE_WITHOUT_ADMISSION);

        log.reportedAfter(Duration.ofDays(4)).add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));

        assertThat(only(timeline(), "discharge").anomalies()).isEmpty();
        assertThat(only(timeline(), "admission").late()).isTrue();
        assertThat(timeline().stays().getFirst().start()).isEqualTo(instant("2026-03-02T08:00"));
    }

    @Test
    void a_cancelled_discharge_reopens_the_stay() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-05T16:00", discharged("S1", "3"));
        log.add(SOPHIE, "2026-03-05T17:00", new StayEvent.DischargeCancelled(visit("S1"), movement("3")));

        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.IN_PROGRESS);
        TimelineEntry discharge = only(timeline(), "discharge");
        assertThat(discharge.status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(discharge.history())
                .extracting(HistoryEntry::status)
                .containsExactly(HistoryStatus.CANCELLED, HistoryStatus.CANCELLATION);
    }

    @Test
    void a_cancelled_admission_cancels_the_stay() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-02T09:00", new StayEvent.AdmissionCancelled(visit("S1"), movement("1")));
        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(only(timeline(), "stay").status()).isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void the_event_that_a_cancellation_names_takes_precedence_over_the_movement_id() {
        var first = log.add(SOPHIE, "2026-03-02T08:00", transferred("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-03T08:00", transferred("S1", "2", "2040"));
        log.correcting(first)
                .add(SOPHIE, "2026-03-03T09:00", new StayEvent.TransferCancelled(visit("S1"), movement("2")));

        assertThat(timeline().entries().stream().filter(e -> e.kind().equals("transfer")))
                .extracting(TimelineEntry::status)
                .containsExactly(StepStatus.CANCELLED, StepStatus.DONE);
    }

    @Test
    void a_cancellation_without_a_movement_id_cancels_the_latest_of_its_kind() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "0", "1050"));
        log.add(SOPHIE, "2026-03-03T08:00", transferred("S1", "1", "2040"));
        log.add(SOPHIE, "2026-03-04T08:00", transferred("S1", "2", "3060"));
        log.add(SOPHIE, "2026-03-04T09:00", new StayEvent.TransferCancelled(visit("S1"), Optional.empty()));

        assertThat(timeline().stays().getFirst().unit()).contains("2040");
    }

    @Test
    void a_correction_of_a_movement_that_was_sent_again_after_its_cancellation_stays_in_effect() {
        log.reportedAt("2026-03-02T08:10");
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "CARDIO"));
        log.reportedAt("2026-03-02T09:00");
        log.add(SOPHIE, "2026-03-02T08:00", new StayEvent.AdmissionCancelled(visit("S1"), movement("1")));
        log.reportedAt("2026-03-02T10:00");
        EventId again = log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "CARDIO"));
        log.correcting(again).reportedAt("2026-03-02T11:00");
        log.add(
                SOPHIE,
                "2026-03-02T08:30",
                new StayEvent.MovementCorrected(
                        visit("S1"),
                        movement("1"),
                        Optional.of(MovementKind.ADMISSION),
                        Optional.of(Location.of("REA")),
                        Optional.empty()));

        assertThat(timeline().stays()).singleElement().satisfies(stay -> {
            assertThat(stay.unit()).contains("REA");
            assertThat(stay.status()).isEqualTo(StepStatus.IN_PROGRESS);
        });
    }

    @Test
    void a_cancellation_that_arrives_before_its_target_still_cancels_it() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "0", "1050"));
        log.withAnomalies(Anomaly.Code.CANCELS_NOTHING_KNOWN)
                .add(SOPHIE, "2026-03-03T09:00", new StayEvent.TransferCancelled(visit("S1"), movement("7")));
        assertThat(codes(only(timeline(), "transfer"))).containsExactly(Anomaly.Code.CANCELS_NOTHING_KNOWN);

        log.add(SOPHIE, "2026-03-03T08:00", transferred("S1", "7", "2040"));

        TimelineEntry transfer = only(timeline(), "transfer");
        assertThat(transfer.status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(transfer.anomalies()).isEmpty();
        assertThat(timeline().stays().getFirst().unit()).contains("1050");
    }

    @Test
    void a_movement_sent_again_replaces_the_earlier_report_which_stays_in_the_history() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-02T10:00", admitted("S1", "1", "1060"));

        TimelineEntry admission = only(timeline(), "admission");
        assertThat(admission.corrected()).isTrue();
        assertThat(admission.start()).isEqualTo(instant("2026-03-02T10:00"));
        assertThat(admission.detail("unit")).contains("1060");
        assertThat(admission.history())
                .extracting(HistoryEntry::status)
                .containsExactly(HistoryStatus.REPLACED, HistoryStatus.IN_EFFECT);
        assertThat(admission.anomalies()).isEmpty();
    }

    @Test
    void the_same_movement_id_with_another_kind_is_another_movement() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-05T08:00", discharged("S1", "1"));
        assertThat(timeline().entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("stay", "admission", "discharge");
    }

    @Test
    void a_correction_changes_the_fields_that_it_contains_and_keeps_the_others() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.reportedAfter(Duration.ofHours(6))
                .add(
                        SOPHIE,
                        "2026-03-02T07:15",
                        new StayEvent.MovementCorrected(
                                visit("S1"),
                                movement("1"),
                                Optional.of(MovementKind.ADMISSION),
                                Optional.of(Location.of("1070")),
                                Optional.empty()));

        TimelineEntry admission = only(timeline(), "admission");
        assertThat(admission.start()).isEqualTo(instant("2026-03-02T07:15"));
        assertThat(admission.detail("unit")).contains("1070");
        assertThat(admission.detail("doctor")).contains("Moreau Claire");
        assertThat(admission.corrected()).isTrue();
        assertThat(admission.late()).as("a correction is never late").isFalse();
    }

    @Test
    void a_movement_sent_again_after_its_correction_does_not_revert_it() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(
                SOPHIE,
                "2026-03-02T07:15",
                new StayEvent.MovementCorrected(
                        visit("S1"),
                        movement("1"),
                        Optional.of(MovementKind.ADMISSION),
                        Optional.of(Location.of("1070")),
                        Optional.empty()));
        log.withAnomalies(Anomaly.Code.MOVEMENT_RESENT).add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));

        TimelineEntry admission = only(timeline(), "admission");
        assertThat(admission.start()).isEqualTo(instant("2026-03-02T07:15"));
        assertThat(admission.detail("unit")).contains("1070");
        assertThat(codes(admission)).containsExactly(Anomaly.Code.MOVEMENT_RESENT);

        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1090"));
        assertThat(only(timeline(), "admission").detail("unit"))
                .as("other content takes effect")
                .contains("1090");
    }

    @Test
    void a_correction_that_arrives_first_is_applied_once_the_movement_arrives() {
        log.withAnomalies(Anomaly.Code.CORRECTS_NOTHING_KNOWN)
                .add(
                        SOPHIE,
                        "2026-03-02T07:15",
                        new StayEvent.MovementCorrected(
                                visit("S1"), movement("1"), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(codes(only(timeline(), "movement"))).containsExactly(Anomaly.Code.CORRECTS_NOTHING_KNOWN);

        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));

        assertThat(only(timeline(), "admission").start()).isEqualTo(instant("2026-03-02T07:15"));
        assertThat(timeline().anomalies()).isEmpty();
    }

    @Test
    void two_admissions_of_one_stay_are_flagged_on_the_second() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-03T08:00", admitted("S1", "2", "1050"));
        assertThat(timeline().anomalies())
                .singleElement()
                .satisfies(flag -> assertThat(flag.anomaly().code()).isEqualTo(Anomaly.Code.ADMITTED_TWICE));
    }

    /** PAM France 2.11: a movement is inserted into the past, or taken out of it (ZBE-5 Y). */
    @Test
    void a_movement_inserted_into_the_past_takes_effect_until_it_is_removed() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-05T08:00", transferred("S1", "3", "3060"));
        log.reportedAfter(Duration.ofDays(3)).add(SOPHIE, "2026-03-03T08:00", transferred("S1", "2", "2040"));

        assertThat(timeline().stays().getFirst().unit()).contains("3060");
        assertThat(asOf("2026-03-04T08:00").stays().getFirst().unit()).contains("2040");
        assertThat(timeline().entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("stay", "admission", "transfer", "transfer");
        assertThat(knownAt("2026-03-05T12:00").entries()).hasSize(3);

        log.add(SOPHIE, "2026-03-07T08:00", new StayEvent.TransferCancelled(visit("S1"), movement("2")));
        assertThat(timeline().stays().getFirst().unit()).contains("3060");
        assertThat(timeline().entries().stream().filter(e -> e.kind().equals("transfer")))
                .extracting(TimelineEntry::status)
                .containsExactly(StepStatus.CANCELLED, StepStatus.DONE);
    }

    @Test
    void a_movement_after_the_discharge_is_flagged() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-05T16:00", discharged("S1", "3"));
        log.add(SOPHIE, "2026-03-06T08:00", transferred("S1", "4", "2040"));
        assertThat(codes(only(timeline(), "transfer"))).containsExactly(Anomaly.Code.AFTER_DISCHARGE);
        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.DONE);
    }

    @Test
    void an_admission_after_the_discharge_continues_the_stay() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-05T16:00", discharged("S1", "2"));
        log.add(SOPHIE, "2026-03-06T08:00", admitted("S1", "3", "2040"));

        Stay stay = timeline().stays().getFirst();
        assertThat(stay.status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(stay.end()).isEmpty();
        assertThat(stay.unit()).contains("2040");
        assertThat(asOf("2026-03-05T20:00").stays().getFirst().status())
                .as("between the two")
                .isEqualTo(StepStatus.DONE);

        log.add(SOPHIE, "2026-03-06T09:00", new StayEvent.AdmissionCancelled(visit("S1"), movement("3")));
        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.DONE);
    }

    @Test
    void a_leave_is_one_entry_from_its_start_to_its_end() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(
                SOPHIE,
                "2026-03-03T10:00",
                new StayEvent.LeaveStarted(visit("S1"), movement("2"), Optional.empty(), Optional.empty()));
        assertThat(timeline().stays().getFirst().onLeave()).isTrue();
        log.add(
                SOPHIE,
                "2026-03-04T18:00",
                new StayEvent.LeaveEnded(visit("S1"), movement("3"), Optional.empty(), Optional.empty()));

        TimelineEntry leave = only(timeline(), "leave");
        assertThat(leave.start()).isEqualTo(instant("2026-03-03T10:00"));
        assertThat(leave.end()).contains(instant("2026-03-04T18:00"));
        assertThat(leave.history()).hasSize(2);
        assertThat(timeline().stays().getFirst().onLeave()).isFalse();
    }

    @Test
    void a_pre_admission_is_done_once_the_patient_is_admitted() {
        log.reportedAfter(Duration.ofDays(-10))
                .add(
                        SOPHIE,
                        "2026-03-02T08:00",
                        new StayEvent.PreAdmissionPlanned(
                                visit("S1"), movement("0"), Optional.of(Location.of("1050")), Optional.empty()));
        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.PLANNED);
        assertThat(asOf("2026-02-25T08:00").stays()).hasSize(1);

        log.add(SOPHIE, "2026-03-02T08:20", admitted("S1", "1", "1050"));
        assertThat(only(timeline(), "pre-admission").status()).isEqualTo(StepStatus.DONE);
        assertThat(timeline().stays().getFirst().status()).isEqualTo(StepStatus.IN_PROGRESS);
    }

    // Two times

    @Test
    void as_it_was_shows_only_what_had_happened() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-03T09:00", transferred("S1", "2", "2040"));
        log.add(SOPHIE, "2026-03-05T16:00", discharged("S1", "3"));

        Stay stay = asOf("2026-03-04T00:00").stays().getFirst();
        assertThat(stay.status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(stay.unit()).contains("2040");
        assertThat(asOf("2026-03-02T12:00").stays().getFirst().unit()).contains("1050");
        assertThat(asOf("2026-03-01T12:00").entries()).isEmpty();
    }

    @Test
    void a_cancelled_movement_was_in_effect_until_its_cancellation() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOPHIE, "2026-03-03T08:00", transferred("S1", "2", "2040"));
        log.add(SOPHIE, "2026-03-04T08:00", new StayEvent.TransferCancelled(visit("S1"), movement("2")));

        assertThat(asOf("2026-03-03T12:00").stays().getFirst().unit()).contains("2040");
        assertThat(only(asOf("2026-03-03T12:00"), "transfer").status()).isEqualTo(StepStatus.DONE);
        assertThat(asOf("2026-03-04T12:00").stays().getFirst().unit()).contains("1050");
        assertThat(only(asOf("2026-03-04T12:00"), "transfer").status()).isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void a_plan_is_included_from_when_it_was_made_or_recorded() {
        log.reportedAfter(Duration.ofDays(-10)).add(SOPHIE, "2026-03-12T09:00", booked("2026-03-12T09:00"));
        assertThat(asOf("2026-03-01T09:00").entries()).as("not recorded yet").isEmpty();
        assertThat(asOf("2026-03-03T09:00").entries())
                .as("recorded, for a future date")
                .hasSize(1);
    }

    @Test
    void a_plan_that_is_reported_late_is_included_from_when_it_was_made() {
        log.reportedAfter(Duration.ofDays(2)).add(SOPHIE, "2026-03-02T09:00", booked("2026-03-12T09:00"));
        assertThat(asOf("2026-03-02T08:00").entries()).isEmpty();
        assertThat(asOf("2026-03-03T09:00").entries()).hasSize(1);
    }

    @Test
    void as_we_knew_it_shows_only_what_had_been_recorded() {
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.reportedAfter(Duration.ofHours(30)).add(SOPHIE, "2026-03-03T09:00", transferred("S1", "2", "2040"));

        assertThat(knownAt("2026-03-03T12:00").stays().getFirst().unit()).contains("1050");
        assertThat(knownAt("2026-03-04T18:00").stays().getFirst().unit()).contains("2040");
    }

    @Test
    void as_it_was_uses_the_corrected_time() {
        log.add(SOPHIE, "2026-03-03T12:00", admitted("S1", "1", "1050"));
        log.add(
                SOPHIE,
                "2026-03-03T10:00",
                new StayEvent.MovementCorrected(
                        visit("S1"), movement("1"), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(asOf("2026-03-03T11:00").stays()).hasSize(1);
    }

    // Merges

    @Test
    void the_steps_of_a_merged_patient_are_shown_under_the_survivor_until_the_unmerge() {
        log.register(SOPHIE, "2026-03-01T08:00", "MARTIN", "Sophie", "1");
        log.register(SOFIE, "2026-03-01T08:00", "MARTIN", "Sofie", "2");
        log.add(SOFIE, "2026-03-02T08:00", admitted("S2", "1", "1050"));
        log.add(SOPHIE, "2026-03-03T08:00", new IdentityEvent.PatientsMerged(List.of(), Optional.of(SOFIE)));

        assertThat(timeline(SOPHIE).stays()).hasSize(1);
        assertThat(timeline(SOFIE).patient().id()).isEqualTo(SOPHIE);
        assertThat(timeline(SOFIE).requested()).isEqualTo(SOFIE);
        assertThat(timeline(SOPHIE).patient().identifiers())
                .extracting(Identifier::value)
                .containsExactly("1", "2");
        assertThat(timeline(SOPHIE)
                        .patient()
                        .demographics()
                        .name()
                        .orElseThrow()
                        .given())
                .contains("Sophie");
        assertThat(knownAt("2026-03-02T12:00").stays()).isEmpty();

        log.add(SOPHIE, "2026-03-04T08:00", new IdentityEvent.PatientsUnmerged(List.of(), Optional.of(SOFIE)));
        assertThat(timeline(SOPHIE).stays()).isEmpty();
        assertThat(timeline(SOFIE).stays()).hasSize(1);
    }

    @Test
    void circular_merges_end_at_the_last_survivor_and_are_undone_one_by_one() {
        PatientId third = EventLogBuilder.patient(3);
        log.add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        log.add(SOFIE, "2026-03-02T08:00", admitted("S2", "2", "1050"));
        log.add(third, "2026-03-02T08:00", admitted("S3", "3", "1050"));
        log.add(SOFIE, "2026-03-03T08:00", new IdentityEvent.PatientsMerged(List.of(), Optional.of(SOPHIE)));
        log.add(third, "2026-03-03T09:00", new IdentityEvent.PatientsMerged(List.of(), Optional.of(SOFIE)));
        assertThat(timeline(SOPHIE).patient().id()).as("a chain").isEqualTo(third);

        log.add(SOPHIE, "2026-03-03T10:00", new IdentityEvent.PatientsMerged(List.of(), Optional.of(third)));
        for (PatientId each : List.of(SOPHIE, SOFIE, third)) {
            assertThat(timeline(each).patient().id()).isEqualTo(SOPHIE);
            assertThat(timeline(each).stays()).hasSize(3);
        }

        log.add(SOPHIE, "2026-03-04T08:00", new IdentityEvent.PatientsUnmerged(List.of(), Optional.of(third)));
        assertThat(timeline(SOPHIE).stays()).hasSize(1);
        assertThat(timeline(SOFIE).patient().id()).isEqualTo(third);
        assertThat(timeline(third).stays()).hasSize(2);
    }

    @Test
    void the_steps_of_a_reassigned_stay_move_with_it() {
        log.add(SOFIE, "2026-03-02T08:00", admitted("S2", "1", "1050"));
        log.inVisit("S2").add(SOFIE, "2026-03-02T09:00", ordered("LAB1"));
        log.add(SOFIE, "2026-03-02T09:00", ordered("LAB2"));
        log.add(
                SOPHIE,
                "2026-03-03T08:00",
                new IdentityEvent.StayReassigned(visit("S2"), List.of(), Optional.of(SOFIE)));
        log.add(SOFIE, "2026-03-05T16:00", discharged("S2", "3"));

        assertThat(timeline(SOPHIE).entries())
                .extracting(TimelineEntry::kind)
                .containsExactly("stay", "admission", "exam", "discharge");
        assertThat(timeline(SOFIE).entries()).extracting(TimelineEntry::kind).containsExactly("exam");
    }

    // Steps

    private static OrderNumbers order(String number) {
        return new OrderNumbers(Optional.of(Identifier.of("DXC", number)), Optional.empty());
    }

    private static final Coding BLOOD_COUNT = Coding.of("NFS", "Numération formule sanguine");

    private static LabOrFunctionalExamEvent.ExamOrdered ordered(String number) {
        return new LabOrFunctionalExamEvent.ExamOrdered(
                order(number), BLOOD_COUNT, Optional.of("R"), Optional.empty(), Optional.empty());
    }

    private static List<Observation> haemoglobin(String value) {
        return List.of(new Observation(
                Coding.of("718-7", "Hémoglobine"), value, Optional.of("g/dL"), Optional.of("12-16"), Optional.empty()));
    }

    private static LabOrFunctionalExamEvent.ResultIssued result(ResultStatus status, String value) {
        return new LabOrFunctionalExamEvent.ResultIssued(
                order("1"), BLOOD_COUNT, status, haemoglobin(value), Optional.empty());
    }

    @Test
    void an_exam_is_ordered_started_and_resulted() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered("1"));
        assertThat(only(timeline(), "exam").status()).isEqualTo(StepStatus.PLANNED);
        log.add(
                SOPHIE,
                "2026-03-02T09:00",
                new LabOrFunctionalExamEvent.SpecimenCollected(order("1"), Optional.empty(), Optional.empty()));
        assertThat(only(timeline(), "exam").status()).isEqualTo(StepStatus.IN_PROGRESS);
        log.add(SOPHIE, "2026-03-02T10:00", result(ResultStatus.PRELIMINARY, "9.9"));
        log.add(SOPHIE, "2026-03-02T11:00", result(ResultStatus.FINAL, "10.1"));

        TimelineEntry exam = only(timeline(), "exam");
        assertThat(exam.status()).isEqualTo(StepStatus.DONE);
        assertThat(exam.title()).contains("Numération formule sanguine");
        assertThat(exam.values()).extracting(Observation::value).containsExactly("10.1");
        assertThat(exam.corrected())
                .as("a preliminary result is expected to change")
                .isFalse();
        assertThat(exam.start()).isEqualTo(instant("2026-03-02T09:00"));
        assertThat(exam.end()).contains(instant("2026-03-02T11:00"));
    }

    @Test
    void a_preliminary_result_that_arrives_last_does_not_replace_the_final_one() {
        log.add(SOPHIE, "2026-03-02T10:00", result(ResultStatus.FINAL, "10.1"));
        log.add(SOPHIE, "2026-03-02T10:00", result(ResultStatus.PRELIMINARY, "9.9"));
        TimelineEntry exam = only(timeline(), "exam");
        assertThat(exam.stage()).isEqualTo("final");
        assertThat(exam.values()).extracting(Observation::value).containsExactly("10.1");
    }

    @Test
    void a_corrected_result_shows_the_new_value_and_keeps_the_old_one_in_the_history() {
        log.add(SOPHIE, "2026-03-02T10:00", result(ResultStatus.FINAL, "10.1"));
        log.add(
                SOPHIE,
                "2026-03-02T10:00",
                new LabOrFunctionalExamEvent.ResultCorrected(
                        order("1"), BLOOD_COUNT, haemoglobin("7.1"), Optional.empty()));

        TimelineEntry exam = only(timeline(), "exam");
        assertThat(exam.corrected()).isTrue();
        assertThat(exam.values()).extracting(Observation::value).containsExactly("7.1");
        assertThat(exam.history().getFirst().status()).isEqualTo(HistoryStatus.REPLACED);
        assertThat(exam.history().getFirst().values())
                .extracting(Observation::value)
                .containsExactly("10.1");
    }

    @Test
    void a_withdrawn_result_shows_no_value() {
        log.add(SOPHIE, "2026-03-02T10:00", result(ResultStatus.FINAL, "10.1"));
        log.add(
                SOPHIE,
                "2026-03-02T12:00",
                new LabOrFunctionalExamEvent.ResultWithdrawn(
                        order("1"), Optional.empty(), Optional.of(Coding.of("ID", "Erreur d'identité"))));
        TimelineEntry exam = only(timeline(), "exam");
        assertThat(exam.status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(exam.values()).isEmpty();
        assertThat(exam.history().getFirst().status()).isEqualTo(HistoryStatus.CANCELLED);
    }

    private static final Identifier RDV = Identifier.of("RDV", "1");

    private static AppointmentEvent.AppointmentBooked booked(String start) {
        return new AppointmentEvent.AppointmentBooked(
                RDV,
                Optional.of(PartialDateTime.of(at(start))),
                Optional.empty(),
                Optional.of(Coding.of("C", "Consultation cardiologie")),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void an_appointment_reported_after_its_cancellation_stays_cancelled() {
        log.add(SOPHIE, "2026-03-02T11:00", new AppointmentEvent.AppointmentCancelled(RDV, Optional.empty()));
        log.reportedAfter(Duration.ofHours(4)).add(SOPHIE, "2026-03-02T09:00", booked("2026-03-10T09:00"));
        assertThat(only(timeline(), "appointment").status()).isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void a_cancellation_is_applied_after_the_event_that_it_cancels() {
        var moved = log.withAnomalies(Anomaly.Code.CORRECTS_NOTHING_KNOWN)
                .add(
                        SOPHIE,
                        "2026-03-02T11:00",
                        new AppointmentEvent.AppointmentRescheduled(
                                RDV,
                                Optional.of(PartialDateTime.of(at("2026-03-12T14:00"))),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        log.correcting(moved)
                .add(SOPHIE, "2026-03-02T11:00", new AppointmentEvent.AppointmentCancelled(RDV, Optional.empty()));
        assertThat(only(timeline(), "appointment").status()).isEqualTo(StepStatus.CANCELLED);

        log.correcting(moved)
                .add(SOPHIE, "2026-03-02T10:00", new AppointmentEvent.AppointmentCancelled(RDV, Optional.empty()));
        assertThat(only(timeline(), "appointment").status())
                .as("even where its clock is behind")
                .isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void a_long_chain_of_corrections_is_folded() {
        var last = log.add(SOPHIE, "2026-03-02T10:00", result(ResultStatus.FINAL, "0"));
        for (int i = 1; i <= 5000; i++) {
            last = log.correcting(last)
                    .add(
                            SOPHIE,
                            "2026-03-02T09:00",
                            new LabOrFunctionalExamEvent.ResultCorrected(
                                    order("1"), BLOOD_COUNT, haemoglobin(Integer.toString(i)), Optional.empty()));
        }
        assertThat(only(timeline(), "exam").values())
                .extracting(Observation::value)
                .containsExactly("5000");
    }

    @Test
    void a_rescheduled_appointment_keeps_its_former_time_in_the_history() {
        var booking = log.add(SOPHIE, "2026-03-02T09:00", booked("2026-03-10T09:00"));
        log.correcting(booking)
                .add(
                        SOPHIE,
                        "2026-03-03T09:00",
                        new AppointmentEvent.AppointmentRescheduled(
                                RDV,
                                Optional.of(PartialDateTime.of(at("2026-03-12T14:00"))),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        TimelineEntry appointment = only(timeline(), "appointment");
        assertThat(appointment.start()).isEqualTo(instant("2026-03-12T14:00"));
        assertThat(appointment.title()).contains("Consultation cardiologie");
        assertThat(appointment.stage()).isEqualTo("rescheduled");
        assertThat(appointment.corrected()).as("a new plan corrects nothing").isFalse();
        assertThat(appointment.history().getFirst().details().getFirst().time())
                .contains(PartialDateTime.of(at("2026-03-10T09:00")));
    }

    @Test
    void a_letter_is_done_once_delivered_and_a_replacement_has_to_be_delivered_again() {
        Identifier letter = Identifier.of("DOC", "1");
        log.add(
                SOPHIE,
                "2026-03-05T15:00",
                new DischargeLetterEvent.DischargeLetterIssued(
                        letter, Optional.empty(), Optional.empty(), Optional.empty()));
        log.add(
                SOPHIE,
                "2026-03-05T16:00",
                new DischargeLetterEvent.DischargeLetterDelivered(letter, Optional.of("Dr Petit")));
        assertThat(only(timeline(), "letter").status()).isEqualTo(StepStatus.DONE);
        log.add(
                SOPHIE,
                "2026-03-06T10:00",
                new DischargeLetterEvent.DischargeLetterReplaced(
                        letter, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(only(timeline(), "letter").stage()).isEqualTo("replaced");
        assertThat(only(timeline(), "letter").status()).isEqualTo(StepStatus.IN_PROGRESS);
    }

    @Test
    void a_stopped_prescription_keeps_its_administrations() {
        Identifier number = Identifier.of("PRESC", "1");
        Coding paracetamol = Coding.of("PARA", "Paracétamol");
        var prescribed = log.add(
                SOPHIE,
                "2026-03-05T08:00",
                new MedicationEvent.MedicationPrescribed(number, paracetamol, Optional.empty(), Optional.empty()));
        log.add(
                SOPHIE,
                "2026-03-05T09:00",
                new MedicationEvent.MedicationAdministered(number, paracetamol, Optional.of("1 g")));
        log.correcting(prescribed)
                .add(
                        SOPHIE,
                        "2026-03-05T10:00",
                        new MedicationEvent.MedicationStopped(number, Optional.of(Coding.of("A", "Allergie"))));

        TimelineEntry medication = only(timeline(), "medication");
        assertThat(medication.stage()).isEqualTo("stopped");
        assertThat(medication.status()).isEqualTo(StepStatus.DONE);
        assertThat(medication.detail("cancelReason")).contains("Allergie");
        assertThat(medication.detail("timesGiven")).contains("1");
        assertThat(medication.corrected()).isFalse();
    }

    @Test
    void a_prescription_stopped_before_any_administration_is_cancelled() {
        Identifier number = Identifier.of("PRESC", "1");
        log.add(
                SOPHIE,
                "2026-03-05T08:00",
                new MedicationEvent.MedicationPrescribed(
                        number, Coding.of("PARA", "Paracétamol"), Optional.empty(), Optional.empty()));
        log.add(SOPHIE, "2026-03-05T10:00", new MedicationEvent.MedicationStopped(number, Optional.empty()));

        assertThat(only(timeline(), "medication").status()).isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void an_anomaly_found_when_recording_stays_on_the_timeline() {
        log.withAnomalies(Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS)
                .add(SOPHIE, "2026-03-02T08:00", admitted("S1", "1", "1050"));
        assertThat(timeline().anomalies())
                .extracting(flag -> flag.anomaly().code())
                .containsExactly(Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS);
    }
}
