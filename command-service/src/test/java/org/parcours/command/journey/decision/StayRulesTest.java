package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.parcours.command.journey.decision.JourneyFixture.JUST_NOW;
import static org.parcours.command.journey.decision.JourneyFixture.NOW;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;
import static org.parcours.command.journey.decision.JourneyFixture.message;
import static org.parcours.command.journey.decision.JourneyFixture.movement;
import static org.parcours.command.journey.decision.JourneyFixture.visit;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.DischargeCancelled;
import org.parcours.events.StayEvent.DischargePlanCancelled;
import org.parcours.events.StayEvent.DischargePlanned;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionCancelled;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayEvent.TransferCancelled;
import org.parcours.events.StepStatus;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.Visit;

/** Rules 1 and 3: unexpected facts are recorded and flagged; corrections point at the event that they correct. */
class StayRulesTest {

    private final JourneyFixture journey = new JourneyFixture();

    @Test
    void a_discharge_without_an_admission_is_recorded_and_flagged() {
        assertThat(anomalies(record(discharge("m1")))).containsExactly(Code.DISCHARGE_WITHOUT_ADMISSION);
    }

    @Test
    void a_transfer_without_an_admission_is_recorded_and_flagged() {
        assertThat(anomalies(record(transfer("m1")))).containsExactly(Code.TRANSFER_WITHOUT_ADMISSION);
    }

    @Test
    void the_end_of_a_leave_that_never_began_is_recorded_and_flagged() {
        record(admission("m1"));

        assertThat(anomalies(record(new LeaveEnded(visit("7"), movement("m2"), Optional.empty(), Optional.empty()))))
                .containsExactly(Code.LEAVE_END_WITHOUT_START);
    }

    @Test
    void an_ordinary_stay_has_no_anomaly() {
        assertThat(anomalies(record(admission("m1")))).isEmpty();
        assertThat(anomalies(record(transfer("m2")))).isEmpty();
        assertThat(anomalies(record(discharge("m3")))).isEmpty();
    }

    @Test
    void a_second_admission_to_the_same_stay_is_flagged() {
        record(admission("m1"));

        assertThat(anomalies(record(admission("m2")))).containsExactly(Code.ADMITTED_TWICE);
    }

    @Test
    void a_transfer_after_the_discharge_is_flagged() {
        record(admission("m1"));
        journey.record(discharge("m2"), JUST_NOW.minusHours(2), ipp("100"));

        assertThat(anomalies(record(transfer("m3")))).containsExactly(Code.AFTER_DISCHARGE);
    }

    @Test
    void a_movement_resent_with_another_date_replaces_the_first() {
        record(admission("m1"));
        Envelope first = record(discharge("m2"));

        Envelope again = journey.record(discharge("m2"), JUST_NOW.minusHours(20), ipp("100"))
                .getLast();

        assertThat(again.corrects()).contains(first.id());
        assertThat(anomalies(again)).containsExactly(Code.MOVEMENT_RESENT);
    }

    @Test
    void a_movement_id_alone_identifies_nothing() {
        record(admission("m1"));

        Envelope transfer = record(transfer("m1"));

        assertThat(transfer.corrects()).isEmpty();
        assertThat(anomalies(transfer)).isEmpty();
    }

    @Test
    void a_cancellation_points_at_the_movement_with_its_id() {
        record(admission("m1"));
        Envelope first = record(transfer("m2"));
        record(transfer("m3"));

        assertThat(record(new TransferCancelled(visit("7"), movement("m2"))).corrects())
                .contains(first.id());
    }

    @Test
    void a_cancellation_without_an_id_points_at_the_latest_active_movement_of_its_kind() {
        Envelope admission = record(admission("m1"));
        record(discharge("m2"));
        record(new DischargeCancelled(visit("7"), Optional.empty()));

        assertThat(anomalies(record(new DischargeCancelled(visit("7"), Optional.empty()))))
                .containsExactly(Code.CANCELS_NOTHING_KNOWN);
        assertThat(record(new AdmissionCancelled(visit("7"), Optional.empty())).corrects())
                .contains(admission.id());
    }

    @Test
    void the_cancellation_of_a_replaced_movement_cancels_its_replacement() {
        record(admission("m1"));
        record(discharge("m2"));
        Envelope again = journey.record(discharge("m2"), JUST_NOW.minusHours(20), ipp("100"))
                .getLast();

        assertThat(record(new DischargeCancelled(visit("7"), movement("m2"))).corrects())
                .contains(again.id());
        assertThat(anomalies(record(transfer("m4"))))
                .as("the discharge is cancelled")
                .isEmpty();
    }

    @Test
    void a_movement_that_was_reported_before_its_cancellation_arrived_is_no_active_movement() {
        recordReported(new AdmissionCancelled(visit("7"), Optional.empty()), 30);
        Envelope admission = recordReported(unnumbered(admission("m1")), 60);

        assertThat(anomalies(admission)).isEmpty();
        assertThat(anomalies(record(transfer("m2")))).containsExactly(Code.TRANSFER_WITHOUT_ADMISSION);
        assertThat(anomalies(recordReported(admission("m3"), 10)))
                .as("the stay has no other admission")
                .isEmpty();
        assertThat(anomalies(record(transfer("m4")))).isEmpty();
    }

    @Test
    void a_cancellation_cancels_the_latest_movement_that_was_reported_before_it() {
        Envelope second = recordReported(unnumbered(admission("m1")), 10);
        Envelope first = recordReported(unnumbered(admission("m1")), 60);

        assertThat(recordReported(new AdmissionCancelled(visit("7"), Optional.empty()), 30)
                        .corrects())
                .contains(first.id());
        assertThat(recordReported(new AdmissionCancelled(visit("7"), Optional.empty()), 5)
                        .corrects())
                .contains(second.id());
    }

    @Test
    void a_movement_that_was_reported_after_the_cancellation_is_a_new_one() {
        recordReported(admission("m1"), 10);

        assertThat(anomalies(recordReported(new AdmissionCancelled(visit("7"), movement("m1")), 30)))
                .containsExactly(Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void a_discharge_by_the_day_only_is_not_before_a_movement_of_that_day() {
        record(admission("m1"));
        journey.record(day(discharge("m2"), JUST_NOW.minusHours(8)));

        assertThat(anomalies(record(transfer("m3")))).isEmpty();
    }

    @Test
    void a_discharge_on_a_day_before_the_admission_is_flagged() {
        record(admission("m1"));

        assertThat(anomalies(journey.record(day(discharge("m2"), JUST_NOW)).getLast()))
                .isEmpty();
        assertThat(anomalies(journey.record(day(discharge("m3"), JUST_NOW.minusDays(1)))
                        .getLast()))
                .containsExactly(Code.END_BEFORE_START);
    }

    @Test
    void a_sender_whose_clock_is_ahead_is_flagged() {
        assertThat(anomalies(recordReported(admission("m1"), -3))).isEmpty();
        assertThat(anomalies(recordReported(transfer("m2"), -30))).containsExactly(Code.SENDER_CLOCK_AHEAD);
    }

    @Test
    void a_correction_points_at_the_latest_event_of_its_movement() {
        Envelope admission = record(admission("m1"));

        Envelope first = record(correction("m1", MovementKind.ADMISSION));
        Envelope second = record(correction("m1", MovementKind.ADMISSION));

        assertThat(first.corrects()).contains(admission.id());
        assertThat(second.corrects()).contains(first.id());
    }

    @Test
    void a_correction_of_an_unknown_movement_is_recorded_and_flagged() {
        assertThat(anomalies(record(correction("m1", MovementKind.TRANSFER))))
                .containsExactly(Code.CORRECTS_NOTHING_KNOWN);
    }

    @Test
    void a_stay_without_a_number_is_separate_for_each_patient_and_flagged() {
        Visit unnumbered = new Visit(Optional.empty(), Optional.of("I"));
        Envelope one = journey.record(
                        new PatientAdmitted(unnumbered, Optional.empty(), Optional.empty(), Optional.empty()),
                        ipp("100"))
                .getLast();
        Envelope other = journey.record(
                        new PatientAdmitted(unnumbered, Optional.empty(), Optional.empty(), Optional.empty()),
                        ipp("200"))
                .getLast();

        assertThat(anomalies(one)).containsExactly(Code.NO_VISIT_NUMBER);
        assertThat(one.stay()).isPresent().isNotEqualTo(other.stay());
    }

    @Test
    void implausible_dates_are_recorded_and_flagged() {
        assertThat(anomalies(journey.record(admission("m1"), JUST_NOW.withYear(1875), ipp("100"))
                        .getLast()))
                .contains(Code.DATE_IMPLAUSIBLE);
        assertThat(anomalies(journey.record(discharge("m2"), JUST_NOW.withYear(2090), ipp("100"))
                        .getLast()))
                .contains(Code.DATE_IN_THE_FUTURE);
    }

    @Test
    void a_plan_and_its_changes_may_have_a_date_in_the_future() {
        OffsetDateTime inTenDays = JUST_NOW.plusDays(10);
        PreAdmissionPlanned plan =
                new PreAdmissionPlanned(visit("7"), movement("m1"), Optional.empty(), Optional.empty());
        List<Envelope> firstRecorded = journey.record(plan, inTenDays, ipp("100"));
        assertThat(firstRecorded)
                .extracting(e -> e.event().getClass(), e -> e.occurredAt().toInstant())
                .containsExactly(
                        tuple(PatientRegistered.class, NOW), tuple(PreAdmissionPlanned.class, inTenDays.toInstant()));

        List<Envelope> recorded = new ArrayList<>(firstRecorded);
        for (Event event : List.of(
                correction("m1", MovementKind.PRE_ADMISSION),
                new MovementCorrected(visit("7"), movement("m1"), Optional.empty(), Optional.empty(), Optional.empty()),
                new MovementCorrected(visit("7"), movement("m1"), Optional.empty(), Optional.empty(), Optional.empty()),
                new PreAdmissionCancelled(visit("7"), movement("m1")),
                new DischargePlanned(visit("7"), movement("m2"), Optional.empty(), Optional.empty()),
                new DischargePlanCancelled(visit("7"), movement("m2")),
                new StepRecorded(
                        "dialysis",
                        Identifier.of("D", "1"),
                        StepStatus.PLANNED,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()))) {
            recorded.addAll(journey.record(event, inTenDays, ipp("100")));
        }

        assertThat(recorded).allSatisfy(e -> assertThat(anomalies(e)).isEmpty());
    }

    @Test
    void a_fact_that_is_no_plan_with_a_date_in_the_future_is_flagged() {
        OffsetDateTime inTenDays = JUST_NOW.plusDays(10);
        record(admission("m1"));
        for (Event event : List.of(
                correction("m1", MovementKind.ADMISSION),
                new AdmissionCancelled(visit("7"), movement("m1")),
                new PatientArrived(Optional.empty(), Optional.of(visit("7")), Optional.empty()))) {
            assertThat(anomalies(journey.record(event, inTenDays, ipp("100")).getLast()))
                    .containsExactly(Code.DATE_IN_THE_FUTURE);
        }
    }

    private Envelope record(StayEvent event) {
        return journey.record(event, ipp("100")).getLast();
    }

    /** @param minutes how long before its receipt the message was reported */
    private Envelope recordReported(StayEvent event, int minutes) {
        OffsetDateTime reportedAt = NOW.minusSeconds(60L * minutes).atOffset(ZoneOffset.ofHours(1));
        Fact fact = new Fact(
                new PatientEvidence(List.of(ipp("100")), Demographics.UNKNOWN),
                Optional.empty(),
                JUST_NOW,
                Optional.of(reportedAt),
                event,
                Optional.empty());
        return journey.record(message("GAM", event + "/" + minutes, event + "/" + minutes, fact))
                .getLast();
    }

    /** A message that states the day of the event only. */
    private static ParsedMessage day(StayEvent event, OffsetDateTime at) {
        OffsetDateTime day = at.truncatedTo(ChronoUnit.DAYS);
        Fact fact = JourneyFixture.fact(event, day, ipp("100"))
                .withAnnotations(EventAnnotations.of(TimePrecision.DAY, TimeOrigin.STATED));
        return message("GAM", event + "/" + day, event + "/" + day, fact);
    }

    private static PatientAdmitted unnumbered(PatientAdmitted admitted) {
        return new PatientAdmitted(admitted.visit(), Optional.empty(), admitted.location(), admitted.doctor());
    }

    private static PatientAdmitted admission(String id) {
        return new PatientAdmitted(visit("7"), movement(id), Optional.empty(), Optional.empty());
    }

    private static PatientTransferred transfer(String id) {
        return new PatientTransferred(visit("7"), movement(id), Optional.empty(), Optional.empty());
    }

    private static PatientDischarged discharge(String id) {
        return new PatientDischarged(visit("7"), movement(id), Optional.empty(), Optional.empty());
    }

    private static MovementCorrected correction(String id, MovementKind kind) {
        Optional<MovementReference> movement = movement(id);
        return new MovementCorrected(visit("7"), movement, Optional.of(kind), Optional.empty(), Optional.empty());
    }
}
