package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.standalone.meaning.StatePipeline.AT;
import static org.parcours.standalone.meaning.StatePipeline.code;
import static org.parcours.standalone.meaning.StatePipeline.fact;
import static org.parcours.standalone.meaning.StatePipeline.filler;
import static org.parcours.standalone.meaning.StatePipeline.fillerKey;
import static org.parcours.standalone.meaning.StatePipeline.id;
import static org.parcours.standalone.meaning.StatePipeline.known;
import static org.parcours.standalone.meaning.StatePipeline.number;
import static org.parcours.standalone.meaning.StatePipeline.version;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.FactEffect;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.DerivedIds;
import org.parcours.events.DetailKey;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepKey;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.Visit;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What a resource that is sent again changes on the timeline, and that it changes nothing else (ADR 0037). */
class StateChangeTest {

    private static final Identifier ID = id("DiagnosticReport", "r1");
    private static final Identifier NUMBER = number("LAB-1");

    private final StatePipeline pipeline = new StatePipeline();

    @Test
    void a_result_is_found_by_its_id_and_by_its_number() {
        pipeline.record(known(result("A", ID, "139"), fillerKey(ID)));
        pipeline.record(known(result("A", NUMBER, "140"), fillerKey(ID)));
        pipeline.record(result("A", NUMBER, "141"));

        assertThat(values("A")).containsExactly("141");
        assertThat(pipeline.record(known(result("A", ID, "141"), fillerKey(ID))))
                .isEmpty();
    }

    @Test
    void a_number_that_is_added_is_known_from_then_on() {
        pipeline.record(result("A", NUMBER, "139"));
        assertThat(pipeline.record(known(result("A", NUMBER, "139"), fillerKey(ID))))
                .hasSize(1);
        assertThat(pipeline.record(known(result("A", ID, "139"), fillerKey(ID))))
                .isEmpty();
        assertThat(pipeline.record(known(result("A", NUMBER, "139"), fillerKey(ID))))
                .isEmpty();

        assertThat(pipeline.entry("A").corrected()).isFalse();
        pipeline.record(known(result("A", ID, "142"), fillerKey(ID)));
        assertThat(values("A")).containsExactly("142");
    }

    @Test
    void two_steps_become_one_when_a_state_names_both() {
        pipeline.record(
                known(prescription("A", id("MedicationRequest", "1"), "500 mg"), key(id("MedicationRequest", "1"))));
        pipeline.record(prescription("A", number("RX"), "500 mg"));
        assertThat(pipeline.entries("A")).hasSize(2);

        pipeline.record(known(prescription("A", number("RX"), "1 g"), key(id("MedicationRequest", "1"))));

        assertThat(pipeline.entry("A").detail("dosage")).contains("1 g");
    }

    @Test
    void a_result_whose_subject_is_corrected_moves_and_both_patients_are_flagged() {
        pipeline.record(known(result("A", NUMBER, "139"), fillerKey(ID)));
        pipeline.record(known(result("B", NUMBER, "139"), fillerKey(ID)));

        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.WITHDRAWN);
        assertThat(codes(pipeline.entry("A"))).containsExactly(Anomaly.Code.MOVED_TO_ANOTHER_PATIENT);
        assertThat(values("B")).containsExactly("139");
        assertThat(codes(pipeline.entry("B"))).containsExactly(Anomaly.Code.MOVED_FROM_ANOTHER_PATIENT);
        assertThat(pipeline.record(known(result("B", NUMBER, "139"), fillerKey(ID))))
                .isEmpty();
    }

    @Test
    void a_result_that_moves_back_counts_for_its_first_patient_again() {
        for (String patient : List.of("A", "B", "A")) {
            pipeline.record(known(result(patient, NUMBER, "139"), fillerKey(ID)));
        }

        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.DONE);
        assertThat(pipeline.entry("B").status()).isEqualTo(StepStatus.WITHDRAWN);
        assertThat(pipeline.record(known(result("A", NUMBER, "139"), fillerKey(ID))))
                .isEmpty();
    }

    @Test
    void every_kind_of_step_moves_with_its_subject() {
        Identifier n = number("N");
        List<Event> events = List.of(
                new ExamOrdered(placer(n), code("NFS"), Optional.empty(), Optional.empty(), Optional.empty()),
                new ImagingReported(filler(n), code("IRM"), ImagingReportStatus.FINAL, List.of(), Optional.empty()),
                new AppointmentBooked(
                        n, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new SurgeryScheduled(
                        n, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new MedicationPrescribed(n, code("P"), Optional.empty(), Optional.empty()),
                new DischargeLetterIssued(n, Optional.of("CR"), Optional.empty(), Optional.empty()),
                step(n, StepStatus.DONE, Map.of()));
        for (Event event : events) {
            StatePipeline each = new StatePipeline();
            each.record(fact("A", event));
            each.record(fact("B", event));
            assertThat(each.record(fact("B", event))).as("again %s", event).isEmpty();
            assertThat(each.entry("A").status()).as("of %s", event).isEqualTo(StepStatus.WITHDRAWN);
            assertThat(codes(each.entry("B"))).contains(Anomaly.Code.MOVED_FROM_ANOTHER_PATIENT);
        }
    }

    @Test
    void a_number_that_another_application_reports_for_another_patient_moves_nothing() {
        pipeline.record(result("A", NUMBER, "139"));
        pipeline.record("LIS", "fhir", result("B", NUMBER, "5"));

        assertThat(values("A")).containsExactly("139");
        assertThat(codes(pipeline.entry("B"))).containsExactly(Anomaly.Code.STEP_OF_ANOTHER_PATIENT);
    }

    @Test
    void a_number_that_is_used_again_for_a_resource_with_another_id_moves_nothing() {
        pipeline.record(known(result("A", NUMBER, "139"), fillerKey(ID)));
        pipeline.record(known(result("B", NUMBER, "5"), fillerKey(id("DiagnosticReport", "r2"))));

        assertThat(values("A")).containsExactly("139");
        assertThat(codes(pipeline.entry("B"))).containsExactly(Anomaly.Code.STEP_OF_ANOTHER_PATIENT);
    }

    @Test
    void a_group_appointment_has_several_patients_and_moves_to_none() {
        Fact[] both = {fact("A", booked("G")), fact("B", booked("G"))};
        pipeline.record(both);

        assertThat(pipeline.record(both)).isEmpty();
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.PLANNED);
        assertThat(pipeline.entry("B").status()).isEqualTo(StepStatus.PLANNED);
    }

    @Test
    void changed_notes_and_details_replace_the_earlier_ones() {
        Fact first = result("A", NUMBER, "139");
        Fact noted = first.withAnnotations(first.annotations()
                .withNotes(List.of("hémolysé"))
                .withDetail(DetailKey.PERFORMER, Optional.of("Dr A")));
        Fact other = first.withAnnotations(first.annotations().withNotes(List.of("conforme")));
        pipeline.record(first);
        pipeline.record(noted);
        assertThat(pipeline.entry("A").notes()).containsExactly("hémolysé");
        assertThat(pipeline.entry("A").detail(DetailKey.PERFORMER)).contains("Dr A");
        pipeline.record(other);

        assertThat(pipeline.entry("A").notes()).containsExactly("conforme");
        assertThat(pipeline.entry("A").detail(DetailKey.PERFORMER)).isEmpty();
        assertThat(pipeline.record(other)).isEmpty();
    }

    @Test
    void a_time_of_report_and_what_was_not_read_are_no_change() {
        Fact first = result("A", NUMBER, "139");
        pipeline.record(first);

        assertThat(pipeline.record(first.withAnnotations(first.annotations()
                        .withDetail(DetailKey.REPORTED_AT, Optional.of("2026-03-09T11:00:00+01:00"))
                        .withUnread(List.of("text"))
                        .withSentAt(Optional.of(AT.plusDays(1))))))
                .isEmpty();
    }

    @Test
    void a_value_that_a_report_no_longer_has_is_no_longer_shown() {
        pipeline.record(fact("A", panel(value("Na", "139"), value("K", "4"))));
        pipeline.record(fact("A", panel(value("Na", "139"))));

        assertThat(values("A")).containsExactly("139");
    }

    @Test
    void the_code_of_an_order_that_is_corrected_makes_no_second_examination() {
        StepKey own = new StepKey("placer-order", id("ServiceRequest", "s1"));
        for (String code : List.of("NFS", "CRP")) {
            pipeline.record(known(fact("A", ordered(code)), own));
        }

        assertThat(pipeline.entry("A").title()).contains("CRP");
        assertThat(pipeline.entry("A").history()).hasSize(2);
    }

    @Test
    void a_prescription_that_was_stopped_is_active_again() {
        Fact active = prescription("A", number("RX"), "500 mg");
        Fact stopped = fact("A", new MedicationStopped(number("RX"), Optional.empty()));
        pipeline.record(active);
        pipeline.record(stopped);
        assertThat(pipeline.entry("A").stage()).isEqualTo("stopped");
        pipeline.record(active);
        assertThat(pipeline.entry("A").stage()).isEqualTo("prescribed");
        assertThat(pipeline.record(active)).isEmpty();
        pipeline.record(stopped);
        assertThat(pipeline.entry("A").stage()).isEqualTo("stopped");
        assertThat(pipeline.record(stopped)).isEmpty();
    }

    @Test
    void a_prescription_on_hold_states_its_content_and_the_hold_and_is_known_as_both() {
        Fact content = prescription("A", number("RX"), "500 mg");
        Fact held = fact("A", new MedicationHeld(number("RX"), Optional.empty()));
        pipeline.record(content, held);
        assertThat(pipeline.entry("A").stage()).isEqualTo("held");
        assertThat(pipeline.record(content, held)).isEmpty();
        pipeline.record(content);
        assertThat(pipeline.entry("A").stage()).isEqualTo("prescribed");
        assertThat(pipeline.record(content)).isEmpty();
        pipeline.record(content, held);
        assertThat(pipeline.entry("A").stage()).isEqualTo("held");
    }

    @Test
    void an_order_that_was_revoked_or_held_is_active_again() {
        Fact ordered = fact("A", ordered("NFS"));
        for (Event end : List.of(
                new ExamOrderCancelled(placer(number("O")), Optional.of(code("NFS")), Optional.empty()),
                new ExamOrderHeld(placer(number("O")), Optional.of(code("NFS")), Optional.of(code("attente"))))) {
            StatePipeline each = new StatePipeline();
            each.record(ordered);
            each.record(fact("A", end));
            assertThat(each.record(fact("A", end))).isEmpty();
            each.record(ordered);
            assertThat(each.entry("A").stage()).isEqualTo("ordered");
            assertThat(each.entry("A").detail("holdReason")).isEmpty();
            assertThat(each.record(ordered)).isEmpty();
        }
    }

    @Test
    void a_cancelled_appointment_is_booked_again_and_a_missed_one_may_have_been_kept() {
        Identifier n = number("RDV");
        Fact booked = fact("A", booked("RDV"));
        pipeline.record(booked);
        pipeline.record(fact("A", new AppointmentCancelled(n, Optional.empty())));
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.CANCELLED);
        pipeline.record(booked);
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.PLANNED);
        pipeline.record(fact("A", new AppointmentMissed(n)));
        Fact[] arrived = {booked, fact("A", new PatientArrived(Optional.of(n), Optional.empty(), Optional.empty()))};
        pipeline.record(arrived);
        assertThat(pipeline.entry("A").stage()).isEqualTo("arrived");
        assertThat(pipeline.record(arrived)).isEmpty();
    }

    @Test
    void an_arrival_by_mistake_leaves_the_appointment() {
        Fact arrival = fact("A", new PatientArrived(Optional.of(number("RDV")), Optional.empty(), Optional.empty()));
        pipeline.record(fact("A", booked("RDV")), arrival);
        pipeline.record(fact("A", booked("RDV")), arrival.enteredInError());

        assertThat(pipeline.entry("A").stage()).isEqualTo("booked");
        assertThat(pipeline.record(fact("A", booked("RDV")), arrival.enteredInError()))
                .isEmpty();
    }

    @Test
    void a_withdrawn_result_is_final_again() {
        pipeline.record(result("A", NUMBER, "139"));
        pipeline.record(fact("A", new ResultWithdrawn(filler(NUMBER), Optional.of(code("NA")), Optional.empty())));
        assertThat(pipeline.entry("A").stage()).isEqualTo("withdrawn");
        pipeline.record(result("A", NUMBER, "139"));

        assertThat(pipeline.entry("A").stage()).isEqualTo("final");
        assertThat(values("A")).containsExactly("139");
        assertThat(pipeline.record(result("A", NUMBER, "139"))).isEmpty();
    }

    @Test
    void a_final_result_may_be_preliminary_again() {
        Fact preliminary = fact(
                "A",
                new ResultIssued(
                        filler(NUMBER),
                        code("NA"),
                        ResultStatus.PRELIMINARY,
                        List.of(value("NA", "1")),
                        Optional.empty()));
        pipeline.record(version(result("A", NUMBER, "139"), 1));
        pipeline.record(version(preliminary, 2));

        assertThat(pipeline.entry("A").stage()).isEqualTo("preliminary");
        assertThat(values("A")).containsExactly("1");
    }

    @Test
    void what_was_entered_in_error_is_struck_out_and_sent_again_counts_again() {
        Fact done = fact("A", step(number("D"), StepStatus.DONE, Map.of()));
        pipeline.record(done);
        assertThat(pipeline.effects(done.enteredInError())).containsExactly(FactEffect.CHANGED);
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.WITHDRAWN);
        assertThat(pipeline.effects(done.enteredInError())).containsExactly(FactEffect.UNCHANGED);
        pipeline.record(done);
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.DONE);
    }

    @Test
    void an_error_that_is_not_recorded_registers_nobody() {
        assertThat(pipeline.effects(result("A", NUMBER, "139").enteredInError()))
                .containsExactly(FactEffect.NOTHING_TO_WITHDRAW);
        assertThat(pipeline.size()).isZero();
    }

    @Test
    void an_older_version_is_history_and_corrects_nothing() {
        pipeline.record(version(result("A", NUMBER, "140"), 2));
        assertThat(pipeline.effects(version(result("A", NUMBER, "139"), 1))).containsExactly(FactEffect.OLDER_VERSION);

        assertThat(values("A")).containsExactly("140");
        assertThat(pipeline.entry("A").history()).hasSize(2);
        int size = pipeline.size();
        assertThat(pipeline.effects(version(result("A", NUMBER, "139"), 1))).containsExactly(FactEffect.OLDER_VERSION);
        assertThat(pipeline.effects(version(result("A", NUMBER, "140"), 2))).containsExactly(FactEffect.UNCHANGED);
        assertThat(pipeline.size()).isEqualTo(size);
    }

    @Test
    void an_older_version_does_not_move_a_result_back() {
        pipeline.record(version(result("B", NUMBER, "139"), 2));
        pipeline.record(version(result("A", NUMBER, "139"), 1));

        assertThat(values("B")).containsExactly("139");
        assertThat(pipeline.entries("A")).isEmpty();
    }

    @Test
    void what_has_ended_before_it_was_reported_is_shown_as_ended() {
        Fact stopped = version(
                StatePipeline.at(fact("A", new MedicationStopped(number("RX"), Optional.empty())), AT.plusHours(2)), 2);
        pipeline.record(stopped);
        pipeline.record(version(prescription("A", number("RX"), "500 mg"), 1));

        assertThat(pipeline.entry("A").stage()).isEqualTo("stopped");
        assertThat(pipeline.entry("A").title()).contains("AMOX");
        assertThat(pipeline.record(stopped)).isEmpty();
        assertThat(pipeline.record(version(prescription("A", number("RX"), "500 mg"), 1)))
                .isEmpty();
    }

    @Test
    void an_administration_that_is_corrected_is_no_second_one() {
        StepKey own = new StepKey("administration", id("MedicationAdministration", "a1"));
        Identifier rx = number("RX");
        pipeline.record(known(fact("A", new MedicationAdministered(rx, code("P"), Optional.of("1 g"))), own));
        pipeline.record(known(fact("A", new MedicationAdministered(rx, code("P"), Optional.of("500 mg"))), own));
        assertThat(pipeline.entry("A").detail("timesGiven")).contains("1");
        assertThat(pipeline.entry("A").detail("dose")).contains("500 mg");
        pipeline.record(known(fact("A", new MedicationNotAdministered(rx, code("P"), Optional.empty())), own));

        assertThat(pipeline.entry("A").stage()).isEqualTo("not-administered");
        assertThat(pipeline.entry("A").detail("timesGiven")).isEmpty();
    }

    @Test
    void a_step_that_was_done_is_in_progress_again() {
        pipeline.record(fact("A", step(number("D"), StepStatus.DONE, Map.of())));
        pipeline.record(
                StatePipeline.at(fact("A", step(number("D"), StepStatus.IN_PROGRESS, Map.of())), AT.minusHours(1)));
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.IN_PROGRESS);
        pipeline.record(fact("A", step(number("D"), StepStatus.STOPPED, Map.of())));
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.STOPPED);
        pipeline.record(fact("A", step(number("D"), StepStatus.ON_HOLD, Map.of())));
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.ON_HOLD);
    }

    @Test
    void a_step_that_moves_to_another_stay_is_in_that_stay() {
        Visit one = new Visit(Optional.of(number("V1")), Optional.of("I"));
        Visit other = new Visit(Optional.of(number("V2")), Optional.of("I"));
        Event dialysis = step(number("D"), StepStatus.DONE, Map.of());
        pipeline.record(fact("A", dialysis, one));
        pipeline.record(fact("A", dialysis, other));

        assertThat(pipeline.entry("A").stay()).contains(DerivedIds.stay(number("V2")));
        assertThat(pipeline.record(fact("A", dialysis, other))).isEmpty();
    }

    private static Fact result(String patient, Identifier number, String value) {
        return fact(
                patient,
                new ResultIssued(
                        filler(number), code("NA"), ResultStatus.FINAL, List.of(value("NA", value)), Optional.empty()));
    }

    private static Event panel(Observation... values) {
        return new ResultIssued(filler(NUMBER), code("IONO"), ResultStatus.FINAL, List.of(values), Optional.empty());
    }

    static Observation value(String code, String value) {
        return new Observation(code(code), value, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ExamOrdered ordered(String code) {
        return new ExamOrdered(placer(number("O")), code(code), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static OrderNumbers placer(Identifier number) {
        return new OrderNumbers(Optional.of(number), Optional.empty());
    }

    private static AppointmentBooked booked(String number) {
        return new AppointmentBooked(
                number(number),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Fact prescription(String patient, Identifier number, String dosage) {
        return fact(patient, new MedicationPrescribed(number, code("AMOX"), Optional.of(dosage), Optional.empty()));
    }

    private static StepRecorded step(Identifier number, StepStatus status, Map<String, String> details) {
        return new StepRecorded("dialysis", number, status, Optional.of("Dialyse"), Optional.empty(), details);
    }

    private static StepKey key(Identifier prescription) {
        return new StepKey("prescription", prescription);
    }

    private List<String> values(String patient) {
        return pipeline.entry(patient).values().stream().map(Observation::value).toList();
    }

    private static List<Anomaly.Code> codes(TimelineEntry entry) {
        return entry.anomalies().stream().map(Anomaly::code).toList();
    }
}
