package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.standalone.meaning.StatePipeline.AT;
import static org.parcours.standalone.meaning.StatePipeline.at;
import static org.parcours.standalone.meaning.StatePipeline.code;
import static org.parcours.standalone.meaning.StatePipeline.fact;
import static org.parcours.standalone.meaning.StatePipeline.filler;
import static org.parcours.standalone.meaning.StatePipeline.id;
import static org.parcours.standalone.meaning.StatePipeline.number;
import static org.parcours.standalone.meaning.StatePipeline.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.FactEffect;
import org.parcours.events.Anomaly;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.Location;
import org.parcours.events.MovementReference;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.DischargeCancelled;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.TransferCancelled;
import org.parcours.events.StepStatus;
import org.parcours.events.Visit;
import org.parcours.query.timeline.fold.Stay;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What an Encounter that is sent again changes (ADR 0037). */
class StayStateTest {

    private static final Identifier NUMBER = number("VN-1");
    private static final Identifier ID = id("Encounter", "e1");
    private static final Visit BY_NUMBER = new Visit(Optional.of(NUMBER), Optional.of("I"));
    private static final Visit BY_ID = new Visit(Optional.of(ID), Optional.of("I"));
    private static final Visit BY_BOTH = BY_NUMBER.withOtherNumbers(List.of(ID));

    private final StatePipeline pipeline = new StatePipeline();

    @Test
    void a_stay_is_found_by_its_id_and_by_its_number_in_each_order() {
        List<List<Visit>> orders = List.of(
                List.of(BY_ID, BY_BOTH, BY_NUMBER),
                List.of(BY_NUMBER, BY_BOTH, BY_ID),
                List.of(BY_ID, BY_NUMBER, BY_BOTH),
                List.of(BY_NUMBER, BY_ID, BY_BOTH),
                List.of(BY_BOTH, BY_ID, BY_NUMBER));
        for (List<Visit> order : orders) {
            StatePipeline each = new StatePipeline();
            order.forEach(visit -> each.record(admitted("A", visit, "CARDIO")));
            each.record(admitted("A", order.getLast(), "CHIR"), discharged("A", order.getLast()));
            Timeline timeline = each.timeline("A");
            assertThat(timeline.stays()).as("%s", order).hasSize(1);
            assertThat(timeline.stays().getFirst().status()).isEqualTo(StepStatus.DONE);
            assertThat(timeline.stays().getFirst().unit()).contains("CHIR");
            assertThat(timeline.anomalies()).as("%s", order).isEmpty();
            order.forEach(visit -> assertThat(each.record(admitted("A", visit, "CHIR"), discharged("A", visit)))
                    .as("%s of %s", visit, order)
                    .isEmpty());
        }
    }

    @Test
    void a_step_of_a_stay_that_is_known_by_its_id_is_in_the_stay() {
        pipeline.record(fact(
                "A",
                new ResultIssued(filler(number("R")), code("NA"), ResultStatus.FINAL, List.of(), Optional.empty()),
                BY_ID));
        pipeline.record(admitted("A", BY_BOTH, "CARDIO"));

        Stay stay = pipeline.timeline("A").stays().getFirst();
        assertThat(pipeline.entries("A"))
                .allSatisfy(entry -> assertThat(entry.stay()).contains(stay.id()));
    }

    @Test
    void a_stay_whose_subject_is_corrected_moves_with_its_steps_and_both_patients_are_flagged() {
        Fact result = fact(
                "A",
                new ResultIssued(filler(number("R")), code("NA"), ResultStatus.FINAL, List.of(), Optional.empty()),
                BY_ID);
        pipeline.record(admitted("A", BY_BOTH, "CARDIO"), result);
        pipeline.record(admitted("B", BY_BOTH, "CARDIO"));

        assertThat(pipeline.entries("A")).isEmpty();
        assertThat(pipeline.timeline("A").anomalies())
                .extracting(anomaly -> anomaly.anomaly().code())
                .containsExactly(Anomaly.Code.MOVED_TO_ANOTHER_PATIENT);
        assertThat(pipeline.timeline("B").stays()).hasSize(1);
        assertThat(pipeline.entries("B")).extracting(TimelineEntry::kind).contains("exam");
        assertThat(pipeline.timeline("B").anomalies())
                .extracting(anomaly -> anomaly.anomaly().code())
                .containsExactly(Anomaly.Code.MOVED_FROM_ANOTHER_PATIENT);
        assertThat(pipeline.record(admitted("B", BY_BOTH, "CARDIO"))).isEmpty();
        pipeline.record(admitted("A", BY_ID, "CARDIO"));
        assertThat(pipeline.timeline("A").stays()).hasSize(1);
        assertThat(pipeline.timeline("B").stays()).isEmpty();
    }

    @Test
    void an_hl7_message_with_the_number_of_another_patients_stay_moves_nothing() {
        pipeline.record("GAM", "hl7v2", admitted("A", BY_NUMBER, "CARDIO"));
        pipeline.record("GAM", "hl7v2", admitted("B", BY_NUMBER, "CARDIO"));

        assertThat(pipeline.timeline("A").stays()).hasSize(1);
        assertThat(pipeline.timeline("B").anomalies())
                .extracting(anomaly -> anomaly.anomaly().code())
                .contains(Anomaly.Code.STAY_OF_ANOTHER_PATIENT);
    }

    @Test
    void a_finished_stay_is_in_progress_again_and_finished_again() {
        Fact reopened = fact("A", new DischargeCancelled(BY_NUMBER, movement(BY_NUMBER, "discharge")))
                .onlyIfKnown();
        pipeline.record(version(admitted("A", BY_NUMBER, "CARDIO"), 1), version(discharged("A", BY_NUMBER), 1));
        pipeline.record(version(admitted("A", BY_NUMBER, "CARDIO"), 2), version(reopened, 2));
        assertThat(stay("A").status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(pipeline.record(version(admitted("A", BY_NUMBER, "CARDIO"), 2), version(reopened, 2)))
                .isEmpty();
        pipeline.record(version(admitted("A", BY_NUMBER, "CARDIO"), 3), version(discharged("A", BY_NUMBER), 3));
        assertThat(stay("A").status()).isEqualTo(StepStatus.DONE);
        assertThat(pipeline.effects(version(reopened, 2))).containsExactly(FactEffect.OLDER_VERSION);
        assertThat(stay("A").status()).isEqualTo(StepStatus.DONE);
    }

    @Test
    void a_movement_that_a_stay_never_had_is_not_cancelled() {
        Fact noTransfer = fact("A", new TransferCancelled(BY_NUMBER, movement(BY_NUMBER, "transfer-1")))
                .onlyIfKnown();
        pipeline.record(admitted("A", BY_NUMBER, "CARDIO"));
        assertThat(pipeline.effects(admitted("A", BY_NUMBER, "CARDIO"), noTransfer))
                .containsExactly(FactEffect.UNCHANGED, FactEffect.NOTHING_TO_WITHDRAW);
        pipeline.record(at(
                fact(
                        "A",
                        new PatientTransferred(
                                BY_NUMBER,
                                movement(BY_NUMBER, "transfer-1"),
                                Optional.of(Location.of("CHIR")),
                                Optional.empty())),
                AT.plusHours(1)));
        assertThat(stay("A").unit()).contains("CHIR");
        pipeline.record(noTransfer);
        assertThat(stay("A").unit()).contains("CARDIO");
    }

    @Test
    void a_leave_and_its_end_are_known_when_they_are_sent_again() {
        Fact[] leave = {
            admitted("A", BY_NUMBER, "CARDIO"),
            fact("A", new LeaveStarted(BY_NUMBER, movement(BY_NUMBER, "leave-0"), Optional.empty(), Optional.empty())),
            at(
                    fact(
                            "A",
                            new LeaveEnded(
                                    BY_NUMBER, movement(BY_NUMBER, "leave-0"), Optional.empty(), Optional.empty())),
                    AT.plusHours(1))
        };
        assertThat(pipeline.record(leave)).hasSize(3);
        assertThat(pipeline.record(leave)).isEmpty();
    }

    @Test
    void a_stay_that_was_entered_in_error_is_withdrawn_as_a_whole() {
        pipeline.record(admitted("A", BY_NUMBER, "CARDIO"), discharged("A", BY_NUMBER));
        pipeline.record(admitted("A", BY_BOTH, "CARDIO").enteredInError());

        assertThat(stay("A").status()).isEqualTo(StepStatus.WITHDRAWN);
        assertThat(pipeline.entries("A")).isNotEmpty().allSatisfy(entry -> assertThat(entry.status())
                .isEqualTo(StepStatus.WITHDRAWN));
        assertThat(pipeline.record(admitted("A", BY_NUMBER, "CARDIO").enteredInError()))
                .isEmpty();
        pipeline.record(admitted("A", BY_NUMBER, "CARDIO"));
        assertThat(stay("A").status()).isEqualTo(StepStatus.IN_PROGRESS);
    }

    @Test
    void a_stay_that_was_entered_in_error_before_it_was_known_shows_nothing() {
        assertThat(pipeline.effects(admitted("A", BY_NUMBER, "CARDIO").enteredInError()))
                .containsExactly(FactEffect.NOTHING_TO_WITHDRAW);
        assertThat(pipeline.size()).isZero();
    }

    @Test
    void an_older_version_of_a_stay_changes_nothing() {
        pipeline.record(version(admitted("A", BY_NUMBER, "CHIR"), 2), version(discharged("A", BY_NUMBER), 2));
        pipeline.record(
                version(admitted("A", BY_NUMBER, "CARDIO"), 1),
                version(
                        fact("A", new DischargeCancelled(BY_NUMBER, movement(BY_NUMBER, "discharge")))
                                .onlyIfKnown(),
                        1));

        assertThat(stay("A").unit()).contains("CHIR");
        assertThat(stay("A").status()).isEqualTo(StepStatus.DONE);
    }

    private Stay stay(String patient) {
        List<Stay> stays = new ArrayList<>(pipeline.timeline(patient).stays());
        assertThat(stays).hasSize(1);
        return stays.getFirst();
    }

    private static Fact admitted(String patient, Visit visit, String unit) {
        return fact(
                patient,
                new PatientAdmitted(
                        visit, movement(visit, "admission"), Optional.of(Location.of(unit)), Optional.empty()));
    }

    private static Fact discharged(String patient, Visit visit) {
        StayEvent discharge =
                new PatientDischarged(visit, movement(visit, "discharge"), Optional.empty(), Optional.empty());
        return at(fact(patient, discharge), AT.plusHours(3));
    }

    private static Optional<MovementReference> movement(Visit visit, String name) {
        Identifier stay = visit.number().orElseThrow();
        return Optional.of(new MovementReference(
                Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
    }
}
