package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.parcours.command.journey.decision.Ward.JUST_NOW;
import static org.parcours.command.journey.decision.Ward.NOW;
import static org.parcours.command.journey.decision.Ward.anomalies;
import static org.parcours.command.journey.decision.Ward.ipp;
import static org.parcours.command.journey.decision.Ward.movement;
import static org.parcours.command.journey.decision.Ward.visit;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.Movement;
import org.parcours.events.MovementKind;
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
import org.parcours.events.Visit;

/** Rules 1 and 3: surprises are recorded and flagged; corrections point at what they correct. */
class StayRulesTest {

    private final Ward ward = new Ward();

    @Test
    void a_discharge_without_an_admission_is_recorded_and_flagged() {
        assertThat(anomalies(told(discharge("m1")))).containsExactly(Code.DISCHARGE_WITHOUT_ADMISSION);
    }

    @Test
    void a_transfer_without_an_admission_is_recorded_and_flagged() {
        assertThat(anomalies(told(transfer("m1")))).containsExactly(Code.TRANSFER_WITHOUT_ADMISSION);
    }

    @Test
    void the_end_of_a_leave_that_never_began_is_recorded_and_flagged() {
        told(admission("m1"));

        assertThat(anomalies(told(new LeaveEnded(visit("7"), movement("m2"), Optional.empty(), Optional.empty()))))
                .containsExactly(Code.LEAVE_END_WITHOUT_START);
    }

    @Test
    void an_ordinary_stay_surprises_nobody() {
        assertThat(anomalies(told(admission("m1")))).isEmpty();
        assertThat(anomalies(told(transfer("m2")))).isEmpty();
        assertThat(anomalies(told(discharge("m3")))).isEmpty();
    }

    @Test
    void a_second_admission_to_the_same_stay_is_flagged() {
        told(admission("m1"));

        assertThat(anomalies(told(admission("m2")))).containsExactly(Code.ADMITTED_TWICE);
    }

    @Test
    void a_transfer_after_the_discharge_is_flagged() {
        told(admission("m1"));
        ward.tell(discharge("m2"), JUST_NOW.minusHours(2), ipp("100"));

        assertThat(anomalies(told(transfer("m3")))).containsExactly(Code.AFTER_DISCHARGE);
    }

    @Test
    void a_movement_sent_again_with_another_date_replaces_the_first() {
        told(admission("m1"));
        Envelope first = told(discharge("m2"));

        Envelope again =
                ward.tell(discharge("m2"), JUST_NOW.minusHours(20), ipp("100")).getLast();

        assertThat(again.corrects()).contains(first.id());
        assertThat(anomalies(again)).containsExactly(Code.MOVEMENT_RESENT);
    }

    @Test
    void a_movement_id_alone_identifies_nothing() {
        told(admission("m1"));

        Envelope transfer = told(transfer("m1"));

        assertThat(transfer.corrects()).isEmpty();
        assertThat(anomalies(transfer)).isEmpty();
    }

    @Test
    void a_cancellation_points_at_the_movement_with_its_id() {
        told(admission("m1"));
        Envelope first = told(transfer("m2"));
        told(transfer("m3"));

        assertThat(told(new TransferCancelled(visit("7"), movement("m2"))).corrects())
                .contains(first.id());
    }

    @Test
    void a_cancellation_without_an_id_points_at_the_latest_movement_of_its_kind_that_stands() {
        Envelope admission = told(admission("m1"));
        told(discharge("m2"));
        told(new DischargeCancelled(visit("7"), Optional.empty()));

        assertThat(anomalies(told(new DischargeCancelled(visit("7"), Optional.empty()))))
                .containsExactly(Code.CANCELS_NOTHING_KNOWN);
        assertThat(told(new AdmissionCancelled(visit("7"), Optional.empty())).corrects())
                .contains(admission.id());
    }

    @Test
    void the_cancellation_of_a_replaced_movement_cancels_what_replaced_it() {
        told(admission("m1"));
        told(discharge("m2"));
        Envelope again =
                ward.tell(discharge("m2"), JUST_NOW.minusHours(20), ipp("100")).getLast();

        assertThat(told(new DischargeCancelled(visit("7"), movement("m2"))).corrects())
                .contains(again.id());
        assertThat(anomalies(told(transfer("m4"))))
                .as("nobody is discharged any more")
                .isEmpty();
    }

    @Test
    void a_correction_points_at_the_last_word_on_its_movement() {
        Envelope admission = told(admission("m1"));

        Envelope first = told(correction("m1", MovementKind.ADMISSION));
        Envelope second = told(correction("m1", MovementKind.ADMISSION));

        assertThat(first.corrects()).contains(admission.id());
        assertThat(second.corrects()).contains(first.id());
    }

    @Test
    void a_correction_of_nothing_known_is_recorded_and_flagged() {
        assertThat(anomalies(told(correction("m1", MovementKind.TRANSFER))))
                .containsExactly(Code.CORRECTS_NOTHING_KNOWN);
    }

    @Test
    void a_stay_without_a_number_is_kept_apart_by_patient_and_flagged() {
        Visit unnumbered = new Visit(Optional.empty(), Optional.of("I"));
        Envelope one = ward.tell(
                        new PatientAdmitted(unnumbered, Optional.empty(), Optional.empty(), Optional.empty()),
                        ipp("100"))
                .getLast();
        Envelope other = ward.tell(
                        new PatientAdmitted(unnumbered, Optional.empty(), Optional.empty(), Optional.empty()),
                        ipp("200"))
                .getLast();

        assertThat(anomalies(one)).containsExactly(Code.NO_VISIT_NUMBER);
        assertThat(one.stay()).isPresent().isNotEqualTo(other.stay());
    }

    @Test
    void dates_that_cannot_be_are_recorded_and_flagged() {
        assertThat(anomalies(ward.tell(admission("m1"), JUST_NOW.withYear(1875), ipp("100"))
                        .getLast()))
                .contains(Code.DATE_IMPLAUSIBLE);
        assertThat(anomalies(ward.tell(discharge("m2"), JUST_NOW.withYear(2090), ipp("100"))
                        .getLast()))
                .contains(Code.DATE_IN_THE_FUTURE);
    }

    @Test
    void a_plan_lies_ahead_and_so_does_what_is_said_of_it() {
        OffsetDateTime inTenDays = JUST_NOW.plusDays(10);
        PreAdmissionPlanned plan =
                new PreAdmissionPlanned(visit("7"), movement("m1"), Optional.empty(), Optional.empty());
        List<Envelope> firstSight = ward.tell(plan, inTenDays, ipp("100"));
        assertThat(firstSight)
                .extracting(e -> e.event().getClass(), e -> e.occurredAt().toInstant())
                .containsExactly(
                        tuple(PatientRegistered.class, NOW), tuple(PreAdmissionPlanned.class, inTenDays.toInstant()));

        List<Envelope> recorded = new ArrayList<>(firstSight);
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
            recorded.addAll(ward.tell(event, inTenDays, ipp("100")));
        }

        assertThat(recorded).allSatisfy(e -> assertThat(anomalies(e)).isEmpty());
    }

    @Test
    void what_is_said_to_have_happened_ahead_is_flagged() {
        OffsetDateTime inTenDays = JUST_NOW.plusDays(10);
        told(admission("m1"));
        for (Event event : List.of(
                correction("m1", MovementKind.ADMISSION),
                new AdmissionCancelled(visit("7"), movement("m1")),
                new PatientArrived(Optional.empty(), Optional.of(visit("7")), Optional.empty()))) {
            assertThat(anomalies(ward.tell(event, inTenDays, ipp("100")).getLast()))
                    .containsExactly(Code.DATE_IN_THE_FUTURE);
        }
    }

    private Envelope told(StayEvent event) {
        return ward.tell(event, ipp("100")).getLast();
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
        Optional<Movement> movement = movement(id);
        return new MovementCorrected(visit("7"), movement, Optional.of(kind), Optional.empty(), Optional.empty());
    }
}
