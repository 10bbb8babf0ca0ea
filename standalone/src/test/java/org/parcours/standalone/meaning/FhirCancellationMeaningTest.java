package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Anomaly;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What was cancelled, revoked, not done or stopped is shown as such, and no more as planned or performed. */
class FhirCancellationMeaningTest {

    private static final String STUDY = """
            {'resourceType': 'ImagingStudy', 'id': 'i1', 'status': '%s', SUBJECT, 'started': '2026-03-10T08:00:00Z',
             'description': 'CT thorax', 'basedOn': [{'reference': 'ServiceRequest/s1'}]}""";

    private static final String ORDER = """
            {'resourceType': 'ServiceRequest', 'id': 's1', 'status': '%s', 'intent': 'order', SUBJECT,
             'authoredOn': '2026-03-09T08:00:00Z', 'category': [{'coding': [{'code': '363679005'}]}],
             'code': {'text': 'CT thorax'}}""";

    private final FhirTimelines fhir = new FhirTimelines();

    private TimelineEntry entry() {
        assertThat(fhir.timeline().entries()).hasSize(1);
        return fhir.timeline().entries().getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ImagingStudy | cancelled | 'description': 'CT'",
                "ServiceRequest | revoked | 'intent': 'order', 'code': {'text': 'Na'}",
                "ServiceRequest | revoked | 'intent': 'order', 'code': {'coding': [{'code': '387713003'}], 'text': 'X'},"
                        + " 'category': [{'coding': [{'code': '387713003'}]}]",
                "ServiceRequest | revoked | 'intent': 'order', 'code': {'text': 'Kine'},"
                        + " 'category': [{'coding': [{'code': '91251008'}]}]",
                "Procedure | not-done | 'code': {'text': 'Appendicectomie'}",
                "Procedure | not-done | 'code': {'text': 'Appendicectomie'}, 'category': {'coding':"
                        + " [{'code': '387713003'}]}",
                "Procedure | entered-in-error | 'code': {'text': 'Appendicectomie'}",
                "DiagnosticReport | cancelled | 'code': {'text': 'Na'}",
                "Observation | cancelled | 'code': {'text': 'Na'}",
                "MedicationRequest | cancelled | 'intent': 'order', 'medicationCodeableConcept': {'text': 'A'}",
                "MedicationRequest | stopped | 'intent': 'order', 'medicationCodeableConcept': {'text': 'A'}",
                "MedicationDispense | cancelled | 'medicationCodeableConcept': {'text': 'A'}",
                "MedicationDispense | declined | 'medicationCodeableConcept': {'text': 'A'}",
                "MedicationAdministration | not-done | 'medicationCodeableConcept': {'text': 'A'},"
                        + " 'effectiveDateTime': '2026-03-09T10:00:00Z'",
                "MedicationStatement | not-taken | 'medicationCodeableConcept': {'text': 'A'}",
                "CarePlan | revoked | 'intent': 'plan', 'title': 'P'",
                "DeviceUseStatement | stopped | 'device': {'display': 'P'}",
                "Encounter | cancelled | 'class': {'code': 'AMB'}"
            })
    void a_cancelled_resource_is_neither_planned_nor_performed(String type, String status, String content) {
        String resource = "{'resourceType': '%s', 'id': 'r1', 'status': '%s', SUBJECT, %s}";
        for (String former : List.of("", former(type))) {
            if (former.isEmpty() && status.equals("entered-in-error")) {
                continue;
            }
            FhirTimelines each = new FhirTimelines();
            if (!former.isEmpty()) {
                each.sendTwice(resource.formatted(type, former, content));
                assertThat(each.timeline().entries())
                        .as("%s", former)
                        .isNotEmpty()
                        .noneMatch(this::isOver);
            }
            each.sendTwice(resource.formatted(type, status, content));

            assertThat(each.timeline().entries())
                    .as("%s %s after '%s'", type, status, former)
                    .isNotEmpty()
                    .allMatch(this::isOver);
        }
    }

    private boolean isOver(TimelineEntry entry) {
        return Stream.of(StepStatus.CANCELLED, StepStatus.STOPPED, StepStatus.NOT_DONE, StepStatus.WITHDRAWN)
                .anyMatch(entry.status()::equals);
    }

    private static String former(String type) {
        return switch (type) {
            case "ImagingStudy" -> "available";
            case "Procedure" -> "preparation";
            case "DiagnosticReport", "Observation" -> "final";
            case "MedicationDispense", "MedicationAdministration" -> "completed";
            case "Encounter" -> "planned";
            default -> "active";
        };
    }

    @Test
    void a_cancelled_study_is_imaging_and_cancelled() {
        fhir.sendTwice(STUDY.formatted("cancelled"));

        assertThat(entry().kind()).isEqualTo("imaging");
        assertThat(entry().status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(entry().title()).contains("CT thorax");
    }

    @Test
    void a_study_that_was_performed_and_is_cancelled_is_flagged() {
        fhir.sendTwice(STUDY.formatted("available"));
        fhir.sendTwice(STUDY.formatted("cancelled"));

        assertThat(entry().status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(entry().anomalies()).extracting(Anomaly::code).contains(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
    }

    @Test
    void a_study_may_be_performed_after_all_and_be_cancelled_again() {
        fhir.sendTwice(STUDY.formatted("registered"));
        assertThat(entry().status()).isEqualTo(StepStatus.PLANNED);
        fhir.sendTwice(STUDY.formatted("cancelled"));
        fhir.sendTwice(STUDY.formatted("registered"));
        assertThat(entry().status()).isEqualTo(StepStatus.PLANNED);
        fhir.sendTwice(STUDY.formatted("available"));
        assertThat(entry().status()).isEqualTo(StepStatus.IN_PROGRESS);
        fhir.sendTwice(STUDY.formatted("cancelled"));
        assertThat(entry().status()).isEqualTo(StepStatus.CANCELLED);
        fhir.sendTwice(STUDY.formatted("available"));
        assertThat(entry().status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(entry().anomalies()).isEmpty();
    }

    @Test
    void the_order_of_a_cancelled_study_may_arrive_before_it_or_after_it() {
        for (List<String> order : List.of(
                List.of(ORDER.formatted("active"), STUDY.formatted("cancelled")),
                List.of(STUDY.formatted("cancelled"), ORDER.formatted("active")))) {
            FhirTimelines each = new FhirTimelines();
            order.forEach(each::sendTwice);
            order.forEach(resource -> assertThat(each.send(resource)).isEmpty());

            assertThat(each.timeline().entries()).singleElement().satisfies(entry -> assertThat(entry.status())
                    .isEqualTo(StepStatus.CANCELLED));
        }
    }

    @Test
    void a_report_of_a_cancelled_study_is_shown_and_flagged() {
        fhir.sendTwice(ORDER.formatted("active"));
        fhir.sendTwice(STUDY.formatted("cancelled"));
        fhir.sendTwice("""
                {'resourceType': 'DiagnosticReport', 'id': 'd1', 'status': 'final', SUBJECT, 'code': {'text': 'CT thorax'},
                 'category': [{'coding': [{'code': 'RAD'}]}], 'basedOn': [{'reference': 'ServiceRequest/s1'}],
                 'effectiveDateTime': '2026-03-10T09:00:00Z', 'conclusion': 'Normal'}""");

        assertThat(entry().status()).isEqualTo(StepStatus.DONE);
        assertThat(entry().anomalies()).extracting(Anomaly::code).contains(Anomaly.Code.CANCELLED_AFTER_PERFORMED);
    }
}
