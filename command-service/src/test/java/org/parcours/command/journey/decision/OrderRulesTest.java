package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;

/** Exams and imaging share their order numbers, and one number may stand for several examinations. */
class OrderRulesTest {

    private static final OrderNumbers ORDER =
            new OrderNumbers(Optional.empty(), Optional.of(Identifier.of("LAB", "F1")));
    private static final Coding NFS = Coding.of("NFS", "Numération");
    private static final Coding CRP = Coding.of("CRP", "Protéine C réactive");
    private static final Coding CHEST = Coding.of("TDM", "Scanner thoracique");

    private final JourneyFixture journey = new JourneyFixture();

    @Test
    void a_final_imaging_report_corrects_no_earlier_report() {
        Envelope corrected = record(report(ImagingReportStatus.CORRECTED));
        assertThat(anomalies(corrected)).containsExactly(Code.CORRECTS_NOTHING_KNOWN);

        Envelope older = record(report(ImagingReportStatus.FINAL));

        assertThat(older.corrects()).isEmpty();
        assertThat(anomalies(older)).isEmpty();
    }

    @Test
    void a_corrected_imaging_report_points_at_the_one_it_corrects() {
        Envelope first = record(report(ImagingReportStatus.FINAL));

        assertThat(record(report(ImagingReportStatus.CORRECTED)).corrects()).contains(first.id());
    }

    @Test
    void a_withdrawal_without_an_examination_finds_the_imaging_report() {
        Envelope report = record(report(ImagingReportStatus.FINAL));

        Envelope withdrawn = record(new ResultWithdrawn(ORDER, Optional.empty(), Optional.empty()));

        assertThat(withdrawn.corrects()).contains(report.id());
        assertThat(anomalies(withdrawn)).isEmpty();
    }

    @Test
    void a_cancellation_without_an_examination_finds_the_imaging_order() {
        Envelope order = record(new ImagingOrdered(ORDER, CHEST, Optional.empty(), Optional.empty(), Optional.empty()));

        Envelope cancelled = record(new ExamOrderCancelled(ORDER, Optional.empty(), Optional.empty()));

        assertThat(cancelled.corrects()).contains(order.id());
        assertThat(anomalies(cancelled)).isEmpty();
    }

    @Test
    void a_cancellation_parsed_as_imaging_finds_the_order_of_an_exam() {
        Envelope order = record(ordered(NFS));

        assertThat(record(new ImagingOrderCancelled(ORDER, Optional.of(CHEST), Optional.empty()))
                        .corrects())
                .contains(order.id());
    }

    @Test
    void two_examinations_under_one_number_have_separate_histories() {
        Envelope nfs = record(result(NFS));
        Envelope crp = record(result(CRP));

        assertThat(record(new ResultCorrected(ORDER, NFS, List.of(), Optional.empty()))
                        .corrects())
                .contains(nfs.id());
        assertThat(record(new ResultWithdrawn(ORDER, Optional.of(CRP), Optional.empty()))
                        .corrects())
                .contains(crp.id());
    }

    @Test
    void the_cancellation_of_one_of_two_orders_under_one_number_cancels_that_one() {
        Envelope nfs = record(ordered(NFS));
        record(ordered(CRP));

        assertThat(record(new ExamOrderCancelled(ORDER, Optional.of(NFS), Optional.empty()))
                        .corrects())
                .contains(nfs.id());
        assertThat(anomalies(record(new ExamOrderCancelled(ORDER, Optional.of(CHEST), Optional.empty()))))
                .containsExactly(Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void a_correction_of_one_of_two_antibiograms_points_at_its_own() {
        Envelope first = record(antibiogram("ORG 1"));
        record(antibiogram("ORG 2"));

        Envelope corrected = record(new ResultCorrected(parent("ORG 1"), NFS, List.of(), Optional.empty()));
        assertThat(corrected.corrects()).contains(first.id());
        assertThat(record(new ResultWithdrawn(parent("ORG 1"), Optional.of(NFS), Optional.empty()))
                        .corrects())
                .contains(corrected.id());
        assertThat(anomalies(record(new ResultCorrected(parent("ORG 3"), NFS, List.of(), Optional.empty()))))
                .containsExactly(Code.CORRECTS_NOTHING_KNOWN);
    }

    @Test
    void a_correction_of_one_of_two_reports_of_a_placer_order_points_at_its_own() {
        Envelope first = record(new ResultIssued(numbers("F1"), NFS, ResultStatus.FINAL, List.of(), Optional.empty()));
        record(new ResultIssued(numbers("F2"), NFS, ResultStatus.FINAL, List.of(), Optional.empty()));

        assertThat(record(new ResultCorrected(numbers("F1"), NFS, List.of(), Optional.empty()))
                        .corrects())
                .contains(first.id());
    }

    @Test
    void a_cancellation_after_the_result_is_flagged() {
        record(ordered(NFS));
        record(result(NFS));

        assertThat(anomalies(record(new ExamOrderCancelled(ORDER, Optional.of(NFS), Optional.empty()))))
                .containsExactly(Code.CANCELLED_AFTER_PERFORMED);
    }

    @Test
    void a_cancellation_after_the_images_were_made_is_flagged() {
        record(new ImagingOrdered(ORDER, CHEST, Optional.empty(), Optional.empty(), Optional.empty()));
        record(new ImagingPerformed(ORDER, CHEST, Optional.of("CT")));

        assertThat(anomalies(record(new ImagingOrderCancelled(ORDER, Optional.of(CHEST), Optional.empty()))))
                .containsExactly(Code.CANCELLED_AFTER_PERFORMED);
    }

    @Test
    void a_cancellation_after_the_result_was_withdrawn_is_not_flagged() {
        record(ordered(NFS));
        record(result(NFS));
        record(new ResultWithdrawn(ORDER, Optional.of(NFS), Optional.empty()));

        assertThat(anomalies(record(new ExamOrderCancelled(ORDER, Optional.of(NFS), Optional.empty()))))
                .isEmpty();
    }

    private static OrderNumbers parent(String result) {
        return new OrderNumbers(ORDER.placer(), ORDER.filler(), Optional.empty(), Optional.of(result));
    }

    private static OrderNumbers numbers(String filler) {
        return new OrderNumbers(Optional.of(Identifier.of("DPI", "P1")), Optional.of(Identifier.of("LAB", filler)));
    }

    private static ResultIssued antibiogram(String parent) {
        return new ResultIssued(parent(parent), NFS, ResultStatus.FINAL, List.of(), Optional.empty());
    }

    private Envelope record(Event event) {
        return journey.record(event, ipp("100")).getLast();
    }

    private static ImagingReported report(ImagingReportStatus status) {
        return new ImagingReported(ORDER, CHEST, status, List.of(), Optional.empty());
    }

    private static ExamOrdered ordered(Coding examination) {
        return new ExamOrdered(ORDER, examination, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ResultIssued result(Coding examination) {
        return new ResultIssued(ORDER, examination, ResultStatus.FINAL, List.of(), Optional.empty());
    }
}
