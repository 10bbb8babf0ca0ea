package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.query.EventLogBuilder;

/** No value is lost or replaced by one of lower rank, whatever else arrives under the same order number. */
class ExaminationFoldTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);
    private static final String AT_TEN = "2026-03-02T10:00";
    private static final OrderNumbers ORDER =
            new OrderNumbers(Optional.empty(), Optional.of(Identifier.of("LAB", "F1")));
    private static final Coding NFS = Coding.of("NFS", "Numération");
    private static final Coding CRP = Coding.of("CRP", "Protéine C réactive");
    private static final Coding CULTURE = Coding.of("CULT", "Hémoculture");
    private static final Coding CHEST = Coding.of("TDM", "Scanner thoracique");

    private final EventLogBuilder log = new EventLogBuilder();

    @Test
    void two_isolates_of_one_culture_are_both_shown() {
        log.add(
                SOPHIE,
                AT_TEN,
                result(CULTURE, ResultStatus.FINAL, isolate("1", "E. coli"), isolate("2", "S. aureus")));

        assertThat(values(only())).containsExactly("E. coli", "S. aureus");

        log.add(SOPHIE, AT_TEN, corrected(CULTURE, isolate("2", "S. epidermidis")));

        assertThat(values(only())).containsExactly("E. coli", "S. epidermidis");
    }

    @Test
    void a_sub_id_in_only_one_of_two_messages_does_not_create_a_second_value() {
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        log.add(SOPHIE, AT_TEN, corrected(NFS, numbered("Hb", "1", "7.1")));

        assertThat(values(only())).containsExactly("7.1");
    }

    @Test
    void a_withdrawn_value_among_others_is_no_longer_shown() {
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1"), value("Plaq", "200")));
        log.add(SOPHIE, AT_TEN, corrected(NFS, value("Hb", "10.1"), withdrawn("Plaq")));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Plaq", "200")));

        assertThat(values(only())).containsExactly("10.1");
        assertThat(only().corrected()).isTrue();
        assertThat(only().history().getFirst().values())
                .extracting(Observation::value)
                .containsExactly("10.1", "200");
    }

    @Test
    void a_final_result_that_arrives_after_its_correction_only_adds_missing_values() {
        log.add(SOPHIE, AT_TEN, corrected(NFS, value("Hb", "7.1")));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        assertThat(values(only())).containsExactly("7.1");
        assertThat(only().history().getLast().status()).isEqualTo(HistoryStatus.REPLACED);

        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1"), value("Plaq", "200")));
        assertThat(values(only())).containsExactly("7.1", "200");
        assertThat(only().stage()).isEqualTo("corrected");
    }

    @Test
    void preliminary_parts_of_a_panel_are_all_shown_and_marked_next_to_final_ones() {
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.PRELIMINARY, value("Hb", "10")));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.PRELIMINARY, value("Plaq", "200")));
        assertThat(values(only())).containsExactly("10", "200");

        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.PRELIMINARY, value("Plaq", "210")));

        assertThat(only().stage()).isEqualTo("final");
        assertThat(only().values())
                .extracting(Observation::value, Observation::status)
                .containsExactly(
                        tuple("10.1", Optional.empty()), tuple("210", Optional.of(ObservationStatus.PRELIMINARY)));
    }

    @Test
    void a_long_text_is_listed_as_a_document_while_it_is_in_effect() {
        DocumentRef whole = new DocumentRef("text/plain", "a".repeat(64), 3_500_000, Optional.of("Compte rendu"));
        log.add(
                SOPHIE,
                AT_TEN,
                result(
                        NFS,
                        ResultStatus.FINAL,
                        new Observation(
                                NFS,
                                "It begins…",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(whole))));
        assertThat(only().documents()).containsExactly(whole);

        log.add(SOPHIE, AT_TEN, corrected(NFS, value("NFS", "It was wrong.")));
        assertThat(only().documents()).isEmpty();
    }

    @Test
    void an_imaging_report_that_arrives_after_its_correction_does_not_replace_it() {
        log.add(SOPHIE, AT_TEN, report(ImagingReportStatus.CORRECTED, "R", "nodule"));
        log.add(SOPHIE, AT_TEN, report(ImagingReportStatus.FINAL, "OTHER", "normal"));
        log.add(SOPHIE, "2026-03-02T12:00", report(ImagingReportStatus.FINAL, "R", "normal"));

        assertThat(values(only())).containsExactly("nodule");
        assertThat(only().stage()).isEqualTo("corrected");
    }

    @Test
    void a_corrected_imaging_report_replaces_the_first() {
        log.add(SOPHIE, AT_TEN, report(ImagingReportStatus.FINAL, "R", "normal"));
        log.add(SOPHIE, "2026-03-02T12:00", report(ImagingReportStatus.CORRECTED, "OTHER", "nodule"));

        assertThat(values(only())).containsExactly("nodule");
        assertThat(only().kind()).isEqualTo("imaging");
        assertThat(only().corrected()).isTrue();
        assertThat(only().history())
                .extracting(HistoryEntry::status)
                .containsExactly(HistoryStatus.REPLACED, HistoryStatus.IN_EFFECT);
    }

    @Test
    void two_examinations_under_one_number_are_two_entries() {
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        log.add(SOPHIE, AT_TEN, result(CRP, ResultStatus.PRELIMINARY, value("CRP", "120")));

        assertThat(entries())
                .extracting(e -> e.title().orElseThrow(), TimelineEntry::stage, ExaminationFoldTest::values)
                .containsExactly(
                        tuple("Numération", "final", List.of("10.1")),
                        tuple("Protéine C réactive", "preliminary", List.of("120")));
        assertThat(entries()).extracting(TimelineEntry::id).doesNotHaveDuplicates();
    }

    @Test
    void two_examinations_ordered_under_one_number_are_two_entries_with_one_specimen() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered(NFS));
        log.add(SOPHIE, "2026-03-02T08:00", ordered(CRP));
        log.withAnomalies(Anomaly.Code.DATE_IMPLAUSIBLE)
                .add(SOPHIE, "2026-03-02T09:00", new SpecimenCollected(ORDER, Optional.empty(), Optional.empty()));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));

        assertThat(entries()).extracting(TimelineEntry::stage).containsExactlyInAnyOrder("final", "collected");
        assertThat(entries()).extracting(TimelineEntry::id).doesNotHaveDuplicates();
        assertThat(timeline().anomalies()).hasSize(1);
    }

    @Test
    void a_result_under_another_code_belongs_to_a_single_order() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered(Coding.of("BILAN", "Bilan d'entrée")));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        assertThat(only().stage()).isEqualTo("final");
        assertThat(only().title()).contains("Numération");

        log.add(SOPHIE, AT_TEN, result(CRP, ResultStatus.FINAL, value("CRP", "120")));
        assertThat(entries()).extracting(TimelineEntry::stage).containsExactly("final", "final");
    }

    @Test
    void a_result_under_another_code_belongs_to_neither_of_two_orders() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered(NFS));
        log.add(SOPHIE, "2026-03-02T08:00", ordered(CRP));
        log.add(SOPHIE, AT_TEN, result(CULTURE, ResultStatus.FINAL, value("ORG", "E. coli")));

        assertThat(entries()).extracting(TimelineEntry::stage).containsExactlyInAnyOrder("ordered", "ordered", "final");
    }

    @Test
    void a_withdrawal_or_cancellation_with_a_code_does_not_affect_the_other_examination() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered(CRP));
        log.add(SOPHIE, "2026-03-02T08:00", ordered(NFS));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        log.add(SOPHIE, "2026-03-02T11:00", new ExamOrderCancelled(ORDER, Optional.of(CRP), Optional.empty()));
        assertThat(entries()).extracting(TimelineEntry::stage).containsExactlyInAnyOrder("cancelled", "final");

        log.add(SOPHIE, "2026-03-02T12:00", new ResultWithdrawn(ORDER, Optional.of(NFS), Optional.empty()));
        assertThat(entries()).extracting(TimelineEntry::stage).containsExactlyInAnyOrder("cancelled", "withdrawn");
    }

    @Test
    void a_cancellation_does_not_undo_a_result_and_is_flagged() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered(NFS));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));
        log.add(SOPHIE, "2026-03-02T11:00", new ExamOrderCancelled(ORDER, Optional.of(NFS), Optional.empty()));

        assertThat(only().stage()).isEqualTo("final");
        assertThat(values(only())).containsExactly("10.1");
        assertThat(only().anomalies()).containsExactly(Anomaly.of(Anomaly.Code.CANCELLED_AFTER_PERFORMED));
    }

    @Test
    void a_result_after_the_cancellation_of_its_order_is_shown_and_flagged() {
        log.add(SOPHIE, "2026-03-02T08:00", ordered(NFS));
        log.add(SOPHIE, "2026-03-02T09:00", new ExamOrderCancelled(ORDER, Optional.of(NFS), Optional.empty()));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));

        assertThat(values(only())).containsExactly("10.1");
        assertThat(only().anomalies()).containsExactly(Anomaly.of(Anomaly.Code.CANCELLED_AFTER_PERFORMED));
    }

    @Test
    void images_that_were_made_stay_performed_when_the_order_is_cancelled() {
        log.add(SOPHIE, AT_TEN, new ImagingPerformed(ORDER, CHEST, Optional.of("CT")));
        log.add(SOPHIE, "2026-03-02T11:00", new ImagingOrderCancelled(ORDER, Optional.of(CHEST), Optional.empty()));
        assertThat(only().stage()).isEqualTo("performed");

        log.add(SOPHIE, "2026-03-02T12:00", new ResultWithdrawn(ORDER, Optional.of(CHEST), Optional.empty()));
        assertThat(only().stage()).isEqualTo("performed");
        assertThat(only().anomalies()).containsExactly(Anomaly.of(Anomaly.Code.CANCELLED_AFTER_PERFORMED));
    }

    @Test
    void a_preliminary_value_that_the_final_report_does_not_contain_stays_preliminary() {
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.PRELIMINARY, value("Hb", "10"), value("Plaq", "200")));
        log.add(SOPHIE, AT_TEN, result(NFS, ResultStatus.FINAL, value("Hb", "10.1")));

        assertThat(only().values())
                .extracting(Observation::value, Observation::status)
                .containsExactly(
                        tuple("10.1", Optional.empty()), tuple("200", Optional.of(ObservationStatus.PRELIMINARY)));
    }

    @Test
    void a_withdrawn_document_is_no_longer_shown() {
        DocumentRef pdf = new DocumentRef("application/pdf", "a".repeat(64), 9, Optional.of("PDF"));
        log.add(SOPHIE, AT_TEN, new ResultIssued(ORDER, NFS, ResultStatus.FINAL, List.of(), Optional.of(pdf)));
        assertThat(only().documents()).containsExactly(pdf);

        log.add(SOPHIE, AT_TEN, corrected(NFS, withdrawn("PDF")));
        assertThat(only().documents()).isEmpty();
        assertThat(only().stage()).isEqualTo("withdrawn");
    }

    private Timeline timeline() {
        return Timeline.replay(SOPHIE, log.events(), Optional.empty(), ValidTimeCutoff.NONE);
    }

    private List<TimelineEntry> entries() {
        return timeline().entries();
    }

    private TimelineEntry only() {
        assertThat(entries()).hasSize(1);
        return entries().getFirst();
    }

    private static List<String> values(TimelineEntry entry) {
        return entry.values().stream().map(Observation::value).toList();
    }

    private static ExamOrdered ordered(Coding examination) {
        return new ExamOrdered(ORDER, examination, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ResultIssued result(Coding examination, ResultStatus status, Observation... values) {
        return new ResultIssued(ORDER, examination, status, Arrays.asList(values), Optional.empty());
    }

    private static ResultCorrected corrected(Coding examination, Observation... values) {
        return new ResultCorrected(ORDER, examination, Arrays.asList(values), Optional.empty());
    }

    private static ImagingReported report(ImagingReportStatus status, String code, String text) {
        return new ImagingReported(ORDER, CHEST, status, List.of(value(code, text)), Optional.empty());
    }

    private static Observation value(String code, String value) {
        return new Observation(Coding.of(code, code), value, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Observation isolate(String subId, String name) {
        return numbered("ORG", subId, name);
    }

    private static Observation numbered(String code, String subId, String value) {
        return new Observation(
                Coding.of(code, code),
                value,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(subId),
                Optional.empty(),
                Optional.empty());
    }

    private static Observation withdrawn(String code) {
        return new Observation(
                Coding.of(code, code),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ObservationStatus.WITHDRAWN),
                Optional.empty());
    }
}
