package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact.Assertion;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.TimeOrigin;

/** What an Appointment states. */
class AppointmentResourceTest {

    private static final String PARTICIPANT = "{'actor': SUBJECT, 'status': 'accepted'}";

    private static ParsedFhir appointment(String status, String participants, String elements) {
        return ParsedFhir.of("{'resourceType': 'Appointment', 'id': 'a1', 'status': '%s', 'participant': [%s]%s}"
                .formatted(status, participants, elements));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proposed", "pending", "waitlist"})
    void what_is_not_booked_says_so(String status) {
        ParsedFhir parsed = appointment(status, PARTICIPANT, ", 'start': '2026-04-01T09:00:00+02:00'");

        assertThat(parsed.facts()).hasSize(1);
        assertThat(parsed.details(AppointmentBooked.class)).contains(entry("appointmentStatus", status));
        assertThat(parsed.event(AppointmentBooked.class).plannedStart().orElseThrow())
                .hasToString("2026-04-01T09:00:00+02:00");
    }

    @ParameterizedTest
    @CsvSource({"arrived", "checked-in", "fulfilled"})
    void a_patient_has_arrived_about_the_planned_start(String status) {
        ParsedFhir parsed = appointment(status, PARTICIPANT, ", 'start': '2026-03-10T09:00:00+01:00'");

        assertThat(parsed.fact(PatientArrived.class).occurredAt()).hasToString("2026-03-10T09:00+01:00");
        assertThat(parsed.fact(PatientArrived.class).annotations().origin()).isEqualTo(TimeOrigin.DERIVED);
        assertThat(parsed.details(PatientArrived.class)).containsExactly(entry("appointmentStatus", status));
        assertThat(parsed.details(AppointmentBooked.class)).isEmpty();
    }

    @Test
    void nobody_has_arrived_in_the_future() {
        ParsedFhir parsed = appointment(
                "arrived",
                PARTICIPANT,
                ", 'start': '2026-04-10T09:00:00+01:00', 'meta': {'lastUpdated': '2026-03-10T08:55:00+01:00'}");

        assertThat(parsed.fact(PatientArrived.class).occurredAt()).hasToString("2026-03-10T08:55+01:00");
    }

    @Test
    void an_appointment_that_ended_states_what_was_planned_too() {
        ParsedFhir cancelled = appointment(
                "cancelled",
                PARTICIPANT,
                ", 'start': '2026-03-10T09:00:00+01:00', 'cancelationReason': {'text': 'Grève'}");
        assertThat(cancelled.types(Assertion.HAPPENED)).containsExactly("AppointmentBooked", "AppointmentCancelled");
        assertThat(cancelled
                        .event(AppointmentCancelled.class)
                        .reason()
                        .orElseThrow()
                        .label())
                .isEqualTo("Grève");
        ParsedFhir missed = appointment("noshow", PARTICIPANT, ", 'start': '2026-03-10T09:00:00+01:00'");
        assertThat(missed.types(Assertion.HAPPENED)).containsExactly("AppointmentBooked", "AppointmentMissed");
        assertThat(missed.fact(AppointmentMissed.class).annotations().origin()).isEqualTo(TimeOrigin.DERIVED);
    }

    @Test
    void an_appointment_entered_in_error_is_withdrawn_as_a_whole() {
        ParsedFhir parsed = appointment("entered-in-error", PARTICIPANT, ", 'comment': 'x'");

        assertThat(parsed.facts()).hasSize(1);
        assertThat(parsed.types(Assertion.ENTERED_IN_ERROR)).containsExactly("AppointmentBooked");
        assertThat(parsed.unread()).isEmpty();
    }

    @Test
    void an_appointment_without_a_start_has_none() {
        ParsedFhir parsed = appointment(
                "proposed", PARTICIPANT, ", 'requestedPeriod': [{'start': '2026-05-01', 'end': '2026-05-31'}]");

        assertThat(parsed.event(AppointmentBooked.class).plannedStart()).isEmpty();
        assertThat(parsed.details(AppointmentBooked.class))
                .contains(entry("requestedTimes", "{{@2026-05-01+02:00}} – {{@2026-05-31+02:00}}"));
    }

    @Test
    void a_group_appointment_is_a_fact_for_each_patient() {
        String second = PARTICIPANT.replace("SUBJECT", ParsedFhir.PATIENT.replace("X1", "X2"));
        ParsedFhir parsed = appointment("booked", PARTICIPANT + ", " + second, "");

        assertThat(parsed.facts())
                .extracting(fact -> fact.patient().identifiers().getFirst().value())
                .containsExactly("X1", "X2");
    }

    @Test
    void an_appointment_without_a_patient_is_kept_and_the_reason_stated() {
        ParsedFhir parsed = appointment("booked", "{'actor': {'display': 'Salle 2'}, 'status': 'accepted'}", "");

        assertThat(parsed.facts()).isEmpty();
        assertThat(parsed.reasonKept()).contains("no patient is among its participants");
    }

    @Test
    void who_declined_does_not_take_part_and_all_participants_are_named() {
        ParsedFhir parsed = appointment("booked", PARTICIPANT + """
                , {'actor': {'reference': 'Practitioner/1', 'display': 'Dr NON'}, 'status': 'declined', 'required': 'optional'},
                  {'actor': {'reference': 'Practitioner/2', 'display': 'Dr OUI'}, 'status': 'accepted',
                   'type': [{'text': 'opérateur'}]},
                  {'actor': {'reference': 'Location/3', 'display': 'Salle 3'}, 'status': 'accepted'},
                  {'type': [{'text': 'interprète'}], 'status': 'needs-action'}""", "");

        assertThat(parsed.event(AppointmentBooked.class)
                        .practitioner()
                        .orElseThrow()
                        .label())
                .isEqualTo("Dr OUI");
        assertThat(parsed.event(AppointmentBooked.class)
                        .location()
                        .orElseThrow()
                        .unit())
                .isEqualTo("Salle 3");
        assertThat(parsed.details(AppointmentBooked.class))
                .contains(entry(
                        "resources",
                        "Dr NON (declined, optional); Dr OUI (opérateur); Salle 3; interprète, needs-action"));
    }

    @Test
    void all_that_a_maximal_appointment_contains_is_recorded_or_listed() {
        ParsedFhir parsed = appointment("booked", PARTICIPANT, """
                , 'identifier': [{'system': 'urn:oid:2.999.20.9', 'value': 'RDV1'}], 'created': '2026-03-01',
                'serviceCategory': [{'text': 'Consultation'}], 'serviceType': [{'text': 'Cardiologie'}],
                'specialty': [{'text': 'Rythmologie'}], 'appointmentType': {'text': 'Suivi'},
                'reasonCode': [{'text': 'Palpitations'}], 'reasonReference': [{'display': 'FA'}], 'priority': 5,
                'description': 'Holter', 'supportingInformation': [{'display': 'ECG'}], 'start': '2026-04-01T09:00:00+02:00',
                'end': '2026-04-01T09:30:00+02:00', 'minutesDuration': 30, 'slot': [{'reference': 'Slot/s1'}],
                'comment': 'Venir à jeun', 'patientInstruction': 'Apporter les ECG', 'basedOn': [{'reference': 'ServiceRequest/r1'}],
                'requestedPeriod': [{'start': '2026-04-01', 'end': '2026-04-30'}]""");

        assertThat(parsed.unread()).isEmpty();
        assertThat(parsed.fact(AppointmentBooked.class).annotations().notes())
                .containsExactly("Holter", "Venir à jeun");
        assertThat(parsed.details(AppointmentBooked.class))
                .containsOnly(
                        entry("reason", "Palpitations, FA"),
                        entry("category", "Consultation, Suivi"),
                        entry("service", "Cardiologie, Rythmologie"),
                        entry("priority", "5"),
                        entry("duration", "30 min"),
                        entry("requestedTimes", "{{@2026-04-01+02:00}} – {{@2026-04-30+02:00}}"),
                        entry("instructions", "Apporter les ECG"),
                        entry("slot", "s1"),
                        entry("supportingInformation", "ECG"),
                        entry("order", "r1"));
        assertThat(parsed.fact(AppointmentBooked.class).annotations().otherKeys())
                .extracting(key -> key.identifier().value())
                .containsExactly("Appointment/a1");
    }
}
