package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.standalone.meaning.StatePipeline.code;
import static org.parcours.standalone.meaning.StatePipeline.fact;
import static org.parcours.standalone.meaning.StatePipeline.filler;
import static org.parcours.standalone.meaning.StatePipeline.fillerKey;
import static org.parcours.standalone.meaning.StatePipeline.id;
import static org.parcours.standalone.meaning.StatePipeline.known;
import static org.parcours.standalone.meaning.StatePipeline.version;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.command.message.FactEffect;
import org.parcours.events.Anomaly;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepKey;

/** An Observation is a resource of its own, and part of a report: it is shown once, and changes in its place. */
class ReportedValueStateTest {

    private static final Identifier REPORT = id("DiagnosticReport", "r");

    private final StatePipeline pipeline = new StatePipeline();

    @Test
    void a_value_of_a_report_that_is_sent_alone_unchanged_records_nothing() {
        pipeline.record(report("A", "Na", "139", "K", "4.0"));

        assertThat(pipeline.effects(alone("A", "Na", "139"))).containsExactly(FactEffect.UNCHANGED);
    }

    @Test
    void a_changed_value_is_corrected_in_its_report_and_the_others_stay() {
        pipeline.record(report("A", "Na", "139", "K", "4.0"));
        assertThat(pipeline.record(alone("A", "Na", "141")))
                .singleElement()
                .satisfies(recorded -> assertThat(recorded.event()).isInstanceOf(ResultCorrected.class));

        assertThat(shown("A")).containsExactly("Na 141", "K 4.0");
        assertThat(pipeline.record(alone("A", "Na", "141"))).isEmpty();
        assertThat(pipeline.record(report("A", "Na", "141", "K", "4.0"))).isEmpty();
    }

    @Test
    void a_value_that_was_entered_in_error_is_withdrawn_in_its_report() {
        pipeline.record(report("A", "Na", "139", "K", "4.0"));
        pipeline.record(alone("A", "Na", "139").enteredInError());
        assertThat(shown("A")).containsExactly("K 4.0");
        assertThat(pipeline.effects(alone("A", "Na", "139").enteredInError())).containsExactly(FactEffect.UNCHANGED);
        pipeline.record(alone("A", "Na", "139"));
        assertThat(shown("A")).containsExactly("Na 139", "K 4.0");

        pipeline.record(fact("A", new ResultWithdrawn(filler(value("K")), Optional.of(code("K")), Optional.empty())));
        assertThat(shown("A")).containsExactly("Na 139");
    }

    @Test
    void a_value_that_was_sent_alone_before_its_report_moves_into_it() {
        pipeline.record(alone("A", "Na", "139"), alone("A", "K", "4.0"));
        assertThat(pipeline.entries("A")).hasSize(2);
        pipeline.record(report("A", "Na", "139", "K", "4.0"));

        assertThat(shown("A")).containsExactly("Na 139", "K 4.0");
        assertThat(pipeline.entry("A").history()).hasSize(3);
        assertThat(pipeline.record(
                        alone("A", "Na", "139"), alone("A", "K", "4.0"), report("A", "Na", "139", "K", "4.0")))
                .isEmpty();
    }

    @Test
    void an_older_version_of_a_value_corrects_nothing() {
        pipeline.record(version(report("A", "Na", "139"), 1));
        pipeline.record(version(alone("A", "Na", "141"), 3));

        assertThat(pipeline.effects(version(alone("A", "Na", "140"), 2))).containsExactly(FactEffect.OLDER_VERSION);
        assertThat(shown("A")).containsExactly("Na 141");
    }

    @Test
    void a_value_whose_subject_is_corrected_leaves_the_report() {
        pipeline.record(report("A", "Na", "139", "K", "4.0"));
        pipeline.record(alone("B", "Na", "139"));

        assertThat(shown("A")).containsExactly("K 4.0");
        assertThat(pipeline.entry("A").anomalies())
                .extracting(Anomaly::code)
                .containsExactly(Anomaly.Code.MOVED_TO_ANOTHER_PATIENT);
        assertThat(shown("B")).containsExactly("Na 139");
        assertThat(pipeline.record(alone("B", "Na", "139"))).isEmpty();
    }

    @Test
    void two_reports_that_share_a_value_are_two_reports() {
        pipeline.record(report("A", "Na", "139", "K", "4.0"));
        Fact other = report("A", "Na", "139");
        ResultIssued event = (ResultIssued) other.event();
        Identifier number = id("DiagnosticReport", "r2");
        Fact second = known(
                fact(
                        "A",
                        new ResultIssued(
                                filler(number),
                                code("SYNTHESE"),
                                ResultStatus.FINAL,
                                event.observations(),
                                Optional.empty())),
                fillerKey(number),
                fillerKey(value("Na")));
        pipeline.record(second);

        assertThat(pipeline.entries("A")).hasSize(2);
        assertThat(pipeline.record(second, report("A", "Na", "139", "K", "4.0")))
                .isEmpty();
    }

    @Test
    void a_value_of_an_imaging_report_changes_in_its_report() {
        pipeline.record(known(
                fact(
                        "A",
                        new ImagingReported(
                                filler(REPORT),
                                code("DXA"),
                                ImagingReportStatus.FINAL,
                                List.of(observation("T-score", "-1"), observation("Z-score", "0")),
                                Optional.empty())),
                fillerKey(REPORT),
                fillerKey(value("T-score")),
                fillerKey(value("Z-score"))));
        Fact alone = known(
                fact(
                        "A",
                        new ImagingReported(
                                filler(value("T-score")),
                                code("T-score"),
                                ImagingReportStatus.FINAL,
                                List.of(observation("T-score", "-2")),
                                Optional.empty())),
                fillerKey(value("T-score")));
        pipeline.record(alone);

        assertThat(shown("A")).containsExactlyInAnyOrder("T-score -2", "Z-score 0");
        assertThat(pipeline.record(alone)).isEmpty();
    }

    private List<String> shown(String patient) {
        return pipeline.entry(patient).values().stream()
                .map(each -> each.code().label() + " " + each.value())
                .toList();
    }

    private static Identifier value(String code) {
        return id("Observation", code);
    }

    private static Observation observation(String code, String value) {
        return StateChangeTest.value(code, value).withIdentifiers(List.of(value(code)));
    }

    private static Fact report(String patient, String... codesAndValues) {
        List<Observation> values = Stream.iterate(0, i -> i < codesAndValues.length, i -> i + 2)
                .map(i -> observation(codesAndValues[i], codesAndValues[i + 1]))
                .toList();
        StepKey[] keys = Stream.concat(
                        Stream.of(fillerKey(REPORT)),
                        values.stream()
                                .map(value -> fillerKey(value.identifiers().getFirst())))
                .toArray(StepKey[]::new);
        return known(
                fact(
                        patient,
                        new ResultIssued(filler(REPORT), code("IONO"), ResultStatus.FINAL, values, Optional.empty())),
                keys);
    }

    private static Fact alone(String patient, String code, String value) {
        Identifier number = value(code);
        return known(
                fact(
                        patient,
                        new ResultIssued(
                                filler(number),
                                code(code),
                                ResultStatus.FINAL,
                                List.of(observation(code, value)),
                                Optional.empty())),
                fillerKey(number));
    }
}
