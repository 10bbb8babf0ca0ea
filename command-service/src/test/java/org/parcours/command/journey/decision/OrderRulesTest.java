package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.Ward.anomalies;
import static org.parcours.command.journey.decision.Ward.ipp;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ReportStatus;
import org.parcours.events.ResultStatus;

/** Exams and imaging share their order numbers, and one number may stand for several examinations. */
class OrderRulesTest {

    private static final OrderNumbers ORDER =
            new OrderNumbers(Optional.empty(), Optional.of(Identifier.of("LAB", "F1")));
    private static final Coding NFS = Coding.of("NFS", "Numération");
    private static final Coding CRP = Coding.of("CRP", "Protéine C réactive");
    private static final Coding CHEST = Coding.of("TDM", "Scanner thoracique");

    private final Ward ward = new Ward();

    @Test
    void a_final_report_of_imaging_corrects_nothing_whatever_came_before_it() {
        Envelope corrected = told(report(ReportStatus.CORRECTED));
        assertThat(anomalies(corrected)).containsExactly(Code.CORRECTS_NOTHING_KNOWN);

        Envelope older = told(report(ReportStatus.FINAL));

        assertThat(older.corrects()).isEmpty();
        assertThat(anomalies(older)).isEmpty();
    }

    @Test
    void a_corrected_report_of_imaging_points_at_the_one_it_corrects() {
        Envelope first = told(report(ReportStatus.FINAL));

        assertThat(told(report(ReportStatus.CORRECTED)).corrects()).contains(first.id());
    }

    @Test
    void a_withdrawal_that_does_not_say_of_what_finds_the_report_of_imaging() {
        Envelope report = told(report(ReportStatus.FINAL));

        Envelope withdrawn = told(new ResultWithdrawn(ORDER, Optional.empty(), Optional.empty()));

        assertThat(withdrawn.corrects()).contains(report.id());
        assertThat(anomalies(withdrawn)).isEmpty();
    }

    @Test
    void a_cancellation_that_does_not_say_of_what_finds_the_order_of_imaging() {
        Envelope order = told(new ImagingOrdered(ORDER, CHEST, Optional.empty(), Optional.empty(), Optional.empty()));

        Envelope cancelled = told(new ExamOrderCancelled(ORDER, Optional.empty(), Optional.empty()));

        assertThat(cancelled.corrects()).contains(order.id());
        assertThat(anomalies(cancelled)).isEmpty();
    }

    @Test
    void a_cancellation_taken_for_imaging_finds_the_order_of_an_exam() {
        Envelope order = told(ordered(NFS));

        assertThat(told(new ImagingOrderCancelled(ORDER, Optional.of(CHEST), Optional.empty()))
                        .corrects())
                .contains(order.id());
    }

    @Test
    void of_two_examinations_under_one_number_each_has_its_own_history() {
        Envelope nfs = told(result(NFS));
        Envelope crp = told(result(CRP));

        assertThat(told(new ResultCorrected(ORDER, NFS, List.of(), Optional.empty()))
                        .corrects())
                .contains(nfs.id());
        assertThat(told(new ResultWithdrawn(ORDER, Optional.of(CRP), Optional.empty()))
                        .corrects())
                .contains(crp.id());
    }

    @Test
    void the_cancellation_of_one_of_two_orders_under_one_number_cancels_that_one() {
        Envelope nfs = told(ordered(NFS));
        told(ordered(CRP));

        assertThat(told(new ExamOrderCancelled(ORDER, Optional.of(NFS), Optional.empty()))
                        .corrects())
                .contains(nfs.id());
        assertThat(anomalies(told(new ExamOrderCancelled(ORDER, Optional.of(CHEST), Optional.empty()))))
                .containsExactly(Code.CANCELS_NOTHING_KNOWN);
    }

    private Envelope told(Event event) {
        return ward.tell(event, ipp("100")).getLast();
    }

    private static ImagingReported report(ReportStatus status) {
        return new ImagingReported(ORDER, CHEST, status, List.of(), Optional.empty());
    }

    private static ExamOrdered ordered(Coding examination) {
        return new ExamOrdered(ORDER, examination, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ResultIssued result(Coding examination) {
        return new ResultIssued(ORDER, examination, ResultStatus.FINAL, List.of(), Optional.empty());
    }
}
