package org.parcours.command.intake.fhir.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

/** Procedures, allergies, diagnoses, vaccinations, plans, devices and flags: what is negated is never shown as positive. */
class ClinicalStatementTest {

    private static String step(ParsedResource resource) {
        StepRecorded step = resource.event(StepRecorded.class);
        return step.kind() + " " + step.status() + " " + step.title().orElse("");
    }

    private static String coded(String element, String code) {
        return ", '" + element + "': {'coding': [{'code': '" + code + "'}]}";
    }

    @ParameterizedTest
    @CsvSource({
        "confirmed, active, 'allergy IN_PROGRESS Pénicilline'",
        "confirmed, inactive, 'allergy DONE Pénicilline'",
        "confirmed, resolved, 'allergy DONE Pénicilline'",
        "unconfirmed, active, 'allergy IN_PROGRESS Pénicilline ({{unconfirmed}})'",
        "refuted, active, 'allergy NOT_DONE {{refuted}}{{colon}}Pénicilline'",
        "entered-in-error, active, 'allergy WITHDRAWN Pénicilline'"
    })
    void an_allergy_that_is_refuted_or_in_error_is_no_allergy(String verification, String clinical, String expected) {
        ParsedResource allergy = ParsedResource.of(
                "AllergyIntolerance",
                "'code': {'text': 'Pénicilline'}"
                        + coded("verificationStatus", verification)
                        + coded("clinicalStatus", clinical));

        assertThat(step(allergy)).isEqualTo(expected);
        assertThat(allergy.events().endsWith("in error")).isEqualTo(verification.equals("entered-in-error"));
    }

    @ParameterizedTest
    @CsvSource({
        "716186003, NOT_DONE, {{noKnownAllergy}}{{colon}}Néant",
        "409137002, NOT_DONE, {{noKnownAllergy}}{{colon}}Néant",
        "no-known-allergies, NOT_DONE, {{noKnownAllergy}}{{colon}}Néant",
        "no-allergy-info, UNKNOWN, {{noAllergyInformation}}{{colon}}Néant"
    })
    void no_known_allergy_is_no_allergy(String code, String status, String title) {
        ParsedResource allergy = ParsedResource.of(
                "AllergyIntolerance", "'code': {'text': 'Néant', 'coding': [{'code': '" + code + "'}]}");

        assertThat(step(allergy)).isEqualTo("allergy " + status + " " + title);
    }

    @Test
    void the_reactions_of_an_allergy_are_shown() {
        ParsedResource allergy = ParsedResource.of("AllergyIntolerance", """
                'code': {'text': 'Arachide'}, 'type': 'allergy', 'category': ['food', 'biologic'], 'criticality': 'high',
                'onsetString': 'enfance', 'lastOccurrence': '2025-06', 'recordedDate': '2026-03-10',
                'reaction': [{'manifestation': [{'text': 'Urticaire'}, {'text': 'Choc'}], 'severity': 'severe',
                  'exposureRoute': {'text': 'orale'}, 'description': 'en 5 min'}]""");

        assertThat(allergy.fact().annotations().details())
                .containsEntry(DetailKey.REACTION, "Urticaire; Choc, {{code.severe}}, orale, en 5 min")
                .containsEntry(DetailKey.CATEGORY, "allergy; food; biologic")
                .containsEntry(DetailKey.CRITICALITY, "high")
                .containsEntry(DetailKey.START, "enfance")
                .containsEntry(DetailKey.LAST_OCCURRENCE, "2025-06+02:00");
    }

    @ParameterizedTest
    @CsvSource({
        "confirmed, active, 'diagnosis IN_PROGRESS Asthme'",
        "confirmed, resolved, 'diagnosis DONE Asthme'",
        "confirmed, remission, 'diagnosis DONE Asthme'",
        "provisional, active, 'diagnosis IN_PROGRESS {{hypothesis}}{{colon}}Asthme'",
        "differential, active, 'diagnosis IN_PROGRESS {{hypothesis}}{{colon}}Asthme'",
        "refuted, active, 'diagnosis NOT_DONE {{ruledOut}}{{colon}}Asthme'",
        "entered-in-error, active, 'diagnosis WITHDRAWN Asthme'"
    })
    void a_diagnosis_is_as_certain_as_its_verification(String verification, String clinical, String expected) {
        ParsedResource condition = ParsedResource.of(
                "Condition",
                "'code': {'text': 'Asthme'}, 'onsetAge': {'value': 12, 'unit': 'ans'}, 'abatementDateTime': '2024'"
                        + coded("verificationStatus", verification)
                        + coded("clinicalStatus", clinical));

        assertThat(step(condition)).isEqualTo(expected);
        assertThat(condition.fact().annotations().details())
                .containsEntry(DetailKey.START, "12 ans")
                .containsEntry(DetailKey.END, "2024+01:00");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, 'vaccination DONE BCG'",
        "not-done, 'vaccination NOT_DONE {{notGiven}}{{colon}}BCG'",
        "entered-in-error, 'vaccination WITHDRAWN BCG'"
    })
    void a_vaccination_that_was_not_done_says_so_and_why(String status, String expected) {
        ParsedResource vaccination = ParsedResource.of("Immunization", "'status': '" + status + "'" + """
                , 'vaccineCode': {'text': 'BCG'}, 'occurrenceString': 'dans l’enfance', 'lotNumber': 'L1',
                'statusReason': {'text': 'Refus'}, 'isSubpotent': true,
                'protocolApplied': [{'doseNumberPositiveInt': 2, 'seriesDosesString': '3'}]""");

        assertThat(step(vaccination)).isEqualTo(expected);
        assertThat(vaccination.fact().annotations().details())
                .containsEntry(DetailKey.STATUS_REASON, "Refus")
                .containsEntry(DetailKey.ACTIVITY_AT, "dans l’enfance")
                .containsEntry(DetailKey.SUBPOTENT, "{{yes}}")
                .containsEntry(DetailKey.PROTOCOL, "dose 2 / 3");
        assertThat(vaccination.fact().annotations().origin()).isIn(TimeOrigin.DERIVED, TimeOrigin.RECEIVED);
    }

    @Test
    void an_activity_that_must_not_be_done_says_so_first() {
        ParsedResource plan = ParsedResource.of("CarePlan", """
                'status': 'active', 'intent': 'plan', 'title': 'Plan', 'activity': [
                  {'detail': {'status': 'scheduled', 'doNotPerform': true, 'code': {'text': 'Sonde'},
                    'scheduledString': 'jamais'}},
                  {'detail': {'status': 'not-started', 'code': {'text': 'Marche'}}},
                  {'reference': {'display': 'Kiné'}}]""");

        assertThat(step(plan)).isEqualTo("care-plan IN_PROGRESS Plan");
        assertThat(plan.detail(DetailKey.ACTIVITIES))
                .isEqualTo("{{notToBeDone}} Sonde, jamais [{{code.scheduled}}]; Marche [{{code.not-started}}]; Kiné");
    }

    @ParameterizedTest
    @CsvSource({
        "draft, order, PLANNED, P",
        "on-hold, plan, ON_HOLD, P",
        "revoked, plan, STOPPED, P",
        "active, proposal, IN_PROGRESS, {{proposal}}{{colon}}P"
    })
    void a_plan_has_its_status_and_intent(String status, String intent, String expected, String title) {
        ParsedResource plan =
                ParsedResource.of("CarePlan", "'status': '" + status + "', 'intent': '" + intent + "', 'title': 'P'");

        assertThat(step(plan)).isEqualTo("care-plan " + expected + " " + title);
    }

    @Test
    void a_device_is_named_by_what_the_message_says_of_it() {
        ParsedResource use = ParsedResource.of("DeviceUseStatement", """
                'status': 'active', 'device': {'reference': '#d'}, 'bodySite': {'text': 'thorax'},
                'timingPeriod': {'start': '2026-03-10', 'end': '2026-03-09'},
                'contained': [{'resourceType': 'Device', 'id': 'd', 'type': {'text': 'pacemaker'},
                  'deviceName': [{'name': 'Azure S', 'type': 'user-friendly-name'}], 'serialNumber': 'S9'}]""");

        assertThat(step(use)).isEqualTo("device-use IN_PROGRESS Azure S, pacemaker, S9");
        assertThat(use.fact().anomalies()).extracting(Anomaly::code).contains(Anomaly.Code.END_BEFORE_START);
    }

    @ParameterizedTest
    @CsvSource({"active, IN_PROGRESS", "inactive, DONE", "entered-in-error, WITHDRAWN"})
    void an_inactive_flag_is_over(String status, String expected) {
        ParsedResource flag = ParsedResource.of("Flag", "'status': '" + status + "', 'code': {'text': 'BMR'}");

        assertThat(step(flag)).isEqualTo("flag " + expected + " BMR");
    }

    @ParameterizedTest
    @CsvSource({
        "preparation, PLANNED",
        "in-progress, IN_PROGRESS",
        "on-hold, ON_HOLD",
        "stopped, STOPPED",
        "not-done, NOT_DONE",
        "completed, DONE",
        "unknown, UNKNOWN",
        "entered-in-error, WITHDRAWN"
    })
    void each_status_of_a_procedure_says_what_it_says(String status, String expected) {
        ParsedResource procedure = ParsedResource.of(
                "Procedure",
                "'status': '" + status + "', 'code': {'text': 'Pansement'}, 'statusReason': {'text': 'Refus'}");

        assertThat(step(procedure)).isEqualTo("procedure " + expected + " Pansement");
        assertThat(procedure.detail(DetailKey.STATUS_REASON)).isEqualTo("Refus");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'performedDateTime': '2019', YEAR, 2019-01-01T00:00+01:00",
                "'performedPeriod': {'start': '2019-05'}, MONTH, 2019-05-01T00:00+02:00",
                "'performedDateTime': '2026-03-10', DAY, 2026-03-10T00:00+01:00"
            })
    void a_partial_date_is_as_precise_as_it_was_sent(String performed, TimePrecision precision, String occurredAt) {
        ParsedResource procedure =
                ParsedResource.of("Procedure", "'status': 'completed', 'code': {'text': 'Coloscopie'}, " + performed);

        assertThat(procedure.fact().annotations().precision()).isEqualTo(precision);
        assertThat(procedure.fact().occurredAt()).hasToString(occurredAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'performedString': 'vers 45 ans'", "'performedAge': {'value': 45, 'unit': 'ans'}"})
    void what_is_no_date_is_shown_as_it_was_sent(String performed) {
        ParsedResource procedure = ParsedResource.of(
                "Procedure", "'status': 'completed', 'code': {'text': 'Appendicectomie'}, " + performed);

        assertThat(procedure.detail(DetailKey.ACTIVITY_AT)).contains("45 ans");
        assertThat(procedure.fact().annotations().origin()).isIn(TimeOrigin.DERIVED, TimeOrigin.RECEIVED);
    }

    @ParameterizedTest
    @CsvSource({
        "preparation, 'SurgeryScheduled'",
        "in-progress, 'SurgeryStarted'",
        "on-hold, 'SurgeryStarted'",
        "completed, 'SurgeryStarted, SurgeryCompleted'",
        "stopped, 'SurgeryStarted, SurgeryCompleted'",
        "not-done, 'SurgeryScheduled, SurgeryCancelled'",
        "unknown, 'SurgeryScheduled'",
        "entered-in-error, 'SurgeryScheduled in error, StepRecorded in error, SurgeryScheduled in error'"
    })
    void each_status_of_an_operation_says_what_it_says(String status, String expected) {
        ParsedResource surgery = ParsedResource.of("Procedure", "'status': '" + status + "'" + """
                , 'code': {'text': 'PTH'}, 'category': {'coding': [{'code': '387713003'}]},
                'performer': [{'actor': {'display': 'Dr A'}, 'function': {'text': 'chirurgien'}},
                  {'actor': {'display': 'Dr B'}, 'function': {'text': 'anesthésiste'}, 'onBehalfOf': {'display': 'SAMU'}}],
                'statusReason': {'text': 'Fièvre'}, 'outcome': {'text': 'bonne'}""");

        assertThat(surgery.events()).isEqualTo(expected);
        if (status.equals("not-done")) {
            assertThat(surgery.event(SurgeryCancelled.class)
                            .reason()
                            .orElseThrow()
                            .label())
                    .isEqualTo("Fièvre");
        }
        assertThat(surgery.detail(DetailKey.PERFORMER))
                .isEqualTo("Dr A (chirurgien); Dr B (anesthésiste, {{for}} SAMU)");
        assertThat(surgery.detail(DetailKey.OUTCOME)).isEqualTo("bonne");
    }
}
