package org.parcours.command.intake.fhir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationNotDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** Elements that change the meaning of a medicine's resource: none is shown as what it is not. */
class MedicationStatusTest {

    private static final String DRUG = "'medicationCodeableConcept': {'text': 'Pénicilline'}";

    private static ParsedResource request(String status, String more) {
        return ParsedResource.of("MedicationRequest", "'status': '" + status + "', 'intent': 'order', " + DRUG + more);
    }

    @Test
    void a_medicine_that_must_not_be_given_is_never_prescribed() {
        ParsedResource request = request("active", ", 'doNotPerform': true, 'note': [{'text': 'Choc en 2019'}]");

        assertThat(request.events()).isEqualTo("StepRecorded, MedicationStopped only if known");
        StepRecorded step = request.event(StepRecorded.class);
        assertThat(step.kind()).isEqualTo("medication-prohibition");
        assertThat(step.title()).contains("{{doNotAdminister}}{{colon}}Pénicilline");
        assertThat(step.status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(request.fact().annotations().notes()).containsExactly("Choc en 2019");
    }

    @Test
    void a_prohibition_that_is_withdrawn_or_stopped_says_so() {
        assertThat(request("entered-in-error", ", 'doNotPerform': true").events())
                .isEqualTo("StepRecorded in error");
        assertThat(request("stopped", ", 'doNotPerform': true")
                        .event(StepRecorded.class)
                        .status())
                .isEqualTo(StepStatus.STOPPED);
    }

    @Test
    void an_explicit_false_ends_an_earlier_prohibition_and_prescribes() {
        assertThat(request("active", ", 'doNotPerform': false").events())
                .isEqualTo("StepRecorded only if known, MedicationPrescribed");
    }

    @ParameterizedTest
    @CsvSource({
        "active, 'MedicationPrescribed'",
        "on-hold, 'MedicationPrescribed, MedicationHeld'",
        "stopped, 'MedicationPrescribed, MedicationStopped'",
        "cancelled, 'MedicationPrescribed, MedicationStopped'",
        "completed, 'MedicationPrescribed'",
        "unknown, 'MedicationPrescribed'",
        "entered-in-error, 'MedicationPrescribed in error'"
    })
    void each_status_of_a_request_says_what_it_says(String status, String events) {
        assertThat(request(status, "").events()).isEqualTo(events);
    }

    @Test
    void the_reason_of_a_hold_has_its_codes_and_text() {
        ParsedResource held = request("on-hold", """
                , 'statusReason': {'text': 'Bloc', 'coding': [
                   {'system': 'http://snomed.info/sct', 'code': '1', 'display': 'Chirurgie'}]}""");

        assertThat(held.event(MedicationHeld.class).reason().orElseThrow().label())
                .isEqualTo("Bloc, Chirurgie (1)");
    }

    @Test
    void a_completed_or_unknown_request_has_its_status_as_a_detail() {
        assertThat(request("completed", "").detail(DetailKey.ORDER_STATUS)).isEqualTo("completed");
        assertThat(request("unknown", "").detail(DetailKey.ORDER_STATUS)).isEqualTo("unknown");
        assertThat(request("active", "").detail(DetailKey.ORDER_STATUS)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proposal", "plan", "option"})
    void a_request_that_nobody_ordered_is_kept_and_named(String intent) {
        assertKept(ParsedResource.of("MedicationRequest", "'status': 'active', 'intent': '" + intent + "', " + DRUG));
    }

    @Test
    void a_draft_is_kept_and_named() {
        assertKept(request("draft", ""));
    }

    private static void assertKept(ParsedResource resource) {
        assertThat(resource.facts()).isEmpty();
        assertThat(resource.message().entries().getFirst().mapping()).isInstanceOf(UnsupportedEntry.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"original-order", "reflex-order", "filler-order", "instance-order"})
    void another_kind_of_order_is_prescribed_and_says_which(String intent) {
        ParsedResource request =
                ParsedResource.of("MedicationRequest", "'status': 'active', 'intent': '" + intent + "', " + DRUG);

        assertThat(request.events()).isEqualTo("MedicationPrescribed");
        assertThat(request.detail(DetailKey.INTENT)).isEqualTo(intent);
    }

    @ParameterizedTest
    @CsvSource({
        "completed, MedicationAdministered",
        "in-progress, MedicationAdministered",
        "stopped, MedicationAdministered",
        "not-done, MedicationNotAdministered",
        "on-hold, MedicationStatusReported",
        "unknown, MedicationStatusReported",
        "entered-in-error, MedicationAdministered in error"
    })
    void each_status_of_an_administration_says_what_it_says(String status, String events) {
        ParsedResource administration = ParsedResource.of(
                "MedicationAdministration",
                "'status': '" + status + "', 'effectiveDateTime': '2026-03-10T08:00:00+01:00', 'statusReason': "
                        + "[{'text': 'A jeun'}, {'text': 'Refus'}], " + DRUG);

        assertThat(administration.events()).isEqualTo(events);
        if (status.equals("not-done")) {
            assertThat(administration
                            .event(MedicationNotAdministered.class)
                            .reason()
                            .orElseThrow()
                            .label())
                    .isEqualTo("A jeun; Refus");
        } else if (!status.equals("entered-in-error")) {
            assertThat(administration.detail(DetailKey.STATUS_REASON)).isEqualTo("A jeun; Refus");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "completed, MedicationDispensed",
        "preparation, MedicationStatusReported",
        "in-progress, MedicationStatusReported",
        "on-hold, MedicationStatusReported",
        "unknown, MedicationStatusReported",
        "cancelled, MedicationNotDispensed",
        "declined, MedicationNotDispensed",
        "stopped, MedicationNotDispensed",
        "entered-in-error, MedicationDispensed in error"
    })
    void only_a_completed_dispense_is_one(String status, String events) {
        ParsedResource dispense = ParsedResource.of(
                "MedicationDispense",
                "'status': '" + status + "', 'statusReasonCodeableConcept': {'text': 'Rupture'}, "
                        + "'quantity': {'value': 8, 'unit': 'cp'}, " + DRUG);

        assertThat(dispense.events()).isEqualTo(events);
        if (events.equals("MedicationNotDispensed")) {
            assertThat(dispense.event(MedicationNotDispensed.class)
                            .reason()
                            .orElseThrow()
                            .label())
                    .isEqualTo("Rupture");
            assertThat(dispense.detail("quantity")).isEqualTo("8 cp");
        } else if (events.equals("MedicationStatusReported")) {
            assertThat(dispense.event(MedicationStatusReported.class).status().key())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "active, IN_PROGRESS",
        "completed, DONE",
        "intended, PLANNED",
        "stopped, STOPPED",
        "on-hold, ON_HOLD",
        "unknown, UNKNOWN",
        "not-taken, NOT_DONE"
    })
    void what_the_patient_reports_to_take_is_no_prescription(String status, StepStatus expected) {
        ParsedResource statement = ParsedResource.of("MedicationStatement", "'status': '" + status + "', " + DRUG);

        assertThat(statement.events()).isEqualTo("StepRecorded");
        assertThat(statement.event(StepRecorded.class).kind()).isEqualTo("medication-statement");
        assertThat(statement.event(StepRecorded.class).status()).isEqualTo(expected);
        assertThat(statement.event(StepRecorded.class).title())
                .contains(status.equals("not-taken") ? "{{notTaken}}{{colon}}Pénicilline" : "Pénicilline");
    }

    @Test
    void a_withdrawn_resource_needs_no_content_and_hides_none() {
        ParsedResource withdrawn = ParsedResource.of(
                "MedicationAdministration", "'status': 'entered-in-error', 'effectiveDateTime': '2026', 'unknown': 1");

        assertThat(withdrawn.message().rejections()).isEmpty();
        assertThat(withdrawn.fact().annotations().unread()).isEmpty();
        assertThat(withdrawn.fact().assertion()).isEqualTo(Fact.Assertion.ENTERED_IN_ERROR);
    }

    @Test
    void elements_that_fhir_does_not_know_are_named() {
        ParsedResource request = request("active", ", 'dosageInstructions': 'jamais le soir'");

        assertThat(request.event(MedicationPrescribed.class).product().label()).isEqualTo("Pénicilline");
        assertThat(request.fact().annotations().unread()).containsExactly("MedicationRequest.dosageInstructions");
        assertThat(request.fact().anomalies()).isNotEmpty();
    }
}
