package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.parcours.command.intake.fhir.ParsedFhir.transaction;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.intake.fhir.mapping.KeptResourceTypes;
import org.parcours.command.message.Fact;
import org.parcours.command.message.Fact.Assertion;
import org.parcours.events.Anomaly;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.DischargePlanned;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientClassChanged;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayEvent.ResponsibleDoctorChanged;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.Visit;

/** What an Encounter states of a stay. */
class EncounterResourceTest {

    private static final String IMP =
            "'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'}";

    private static String json(String id, String status, String elements) {
        return """
                {'resourceType': 'Encounter', 'id': '%s', 'status': '%s', 'subject': SUBJECT, %s,
                 'identifier': [{'system': 'urn:oid:2.999.20.2', 'value': '%s-number'}]%s}""".formatted(id, status, IMP, id, elements.isEmpty() ? "" : ", " + elements);
    }

    private static ParsedFhir encounter(String status, String elements) {
        return ParsedFhir.of(json("v", status, elements));
    }

    private static final String PERIOD =
            "'period': {'start': '2026-03-01T08:00:00+01:00', 'end': '2026-03-04T08:00:00+01:00'}";
    private static final String START = "'period': {'start': '2026-03-01T08:00:00+01:00'}";

    @ParameterizedTest
    @CsvSource({
        "planned,         PreAdmissionPlanned DischargePlanned, AdmissionCancelled DischargeCancelled",
        "arrived,         PatientAdmitted DischargePlanned, LeaveEnded DischargeCancelled",
        "triaged,         PatientAdmitted DischargePlanned, LeaveEnded DischargeCancelled",
        "in-progress,     PatientAdmitted DischargePlanned, LeaveEnded DischargeCancelled",
        "onleave,         PatientAdmitted LeaveStarted DischargePlanned, DischargeCancelled",
        "finished,        PatientAdmitted PatientDischarged, ''",
        "cancelled,       PreAdmissionPlanned PreAdmissionCancelled, AdmissionCancelled",
        "unknown,         PatientAdmitted DischargePlanned, LeaveEnded DischargeCancelled",
        "entered-in-error, '', ''"
    })
    void each_status_says_what_it_means_and_what_no_longer_holds(String status, String happened, String ifKnown) {
        ParsedFhir parsed = encounter(status, PERIOD);

        assertThat(String.join(" ", parsed.types(Assertion.HAPPENED))).isEqualTo(happened);
        assertThat(String.join(" ", parsed.types(Assertion.ONLY_IF_KNOWN))).isEqualTo(ifKnown);
        assertThat(parsed.types(Assertion.ENTERED_IN_ERROR))
                .isEqualTo(status.equals("entered-in-error") ? List.of("PatientAdmitted") : List.of());
        assertThat(parsed.unread()).isEmpty();
    }

    @Test
    void a_status_without_a_movement_of_its_own_is_a_detail() {
        for (String status : List.of("arrived", "triaged", "onleave", "unknown")) {
            assertThat(encounter(status, START).details(PatientAdmitted.class)).contains(entry("stayStatus", status));
        }
        assertThat(encounter("in-progress", START).details(PatientAdmitted.class))
                .isEmpty();
    }

    @Test
    void a_stay_without_a_period_is_open_at_the_time_of_the_report() {
        Fact received = encounter("in-progress", "").fact(PatientAdmitted.class);
        assertThat(received.annotations().origin()).isEqualTo(TimeOrigin.RECEIVED);
        Fact derived = encounter("in-progress", "'meta': {'lastUpdated': '2026-03-02T08:00:00+01:00'}")
                .fact(PatientAdmitted.class);
        assertThat(derived.annotations().origin()).isEqualTo(TimeOrigin.DERIVED);
        assertThat(derived.occurredAt()).hasToString("2026-03-02T08:00+01:00");
    }

    @Test
    void a_finished_stay_without_an_end_is_closed_without_a_date_and_flagged() {
        for (String elements : List.of("", START)) {
            Fact discharge = encounter("finished", elements).fact(PatientDischarged.class);
            assertThat(discharge.annotations().origin()).isEqualTo(TimeOrigin.RECEIVED);
            assertThat(discharge.anomalies()).containsExactly(Anomaly.of(Anomaly.Code.DISCHARGE_TIME_UNKNOWN));
        }
    }

    @Test
    void a_finished_stay_with_an_end_only_has_no_admission() {
        ParsedFhir parsed = encounter(
                "finished", "'period': {'end': '2026-03-12'}, 'location': [{'location': {'display': 'CARDIO'}}]");

        assertThat(parsed.types(Assertion.HAPPENED)).containsExactly("PatientDischarged");
        assertThat(parsed.fact(PatientDischarged.class).annotations().precision())
                .isEqualTo(TimePrecision.DAY);
        assertThat(parsed.event(PatientDischarged.class).location()).contains(Location.of("CARDIO"));
        assertThat(parsed.fact(PatientDischarged.class).anomalies()).isEmpty();
    }

    @Test
    void days_remain_days() {
        ParsedFhir parsed = encounter("finished", "'period': {'start': '2019-05-02', 'end': '2019-05-04'}");

        assertThat(parsed.happened())
                .allSatisfy(fact -> assertThat(fact.annotations().precision()).isEqualTo(TimePrecision.DAY));
    }

    @Test
    void a_stay_cancelled_after_it_began_is_flagged() {
        assertThat(encounter("cancelled", START).fact(AdmissionCancelled.class).anomalies())
                .containsExactly(Anomaly.of(Anomaly.Code.CANCELLED_AFTER_PERFORMED));
    }

    @Test
    void the_end_of_a_stay_that_goes_on_is_expected() {
        assertThat(encounter("in-progress", PERIOD).fact(DischargePlanned.class).occurredAt())
                .hasToString("2026-03-04T08:00+01:00");
    }

    @Test
    void a_leave_is_of_the_history_or_of_the_present() {
        ParsedFhir now = encounter("onleave", START);
        Identifier leave =
                now.event(LeaveStarted.class).movement().orElseThrow().id();
        ParsedFhir back = encounter(
                "in-progress",
                START
                        + ", 'statusHistory': [{'status': 'onleave', 'period': {'start': '2026-03-02', 'end': '2026-03-03'}}]");

        assertThat(now.fact(LeaveStarted.class).annotations().origin()).isEqualTo(TimeOrigin.RECEIVED);
        assertThat(back.types(Assertion.HAPPENED)).contains("LeaveStarted", "LeaveEnded");
        assertThat(back.event(LeaveStarted.class).movement().orElseThrow().id()).isEqualTo(leave);
    }

    @Test
    void changes_of_class_and_of_the_attending_doctor_are_movements() {
        ParsedFhir parsed = encounter("in-progress", START + """
                , 'classHistory': [{'class': {'code': 'EMER'},
                    'period': {'start': '2026-03-01T08:00:00+01:00', 'end': '2026-03-01T12:00:00+01:00'}}],
                'participant': [{'type': [{'coding': [{'code': 'ATND'}]}], 'individual': {'display': 'Dr UN'},
                    'period': {'start': '2026-03-01T08:00:00+01:00', 'end': '2026-03-02'}},
                  {'type': [{'coding': [{'code': 'ATND', 'display': 'attender'}]}], 'individual': {'display': 'Dr DEUX'},
                    'period': {'start': '2026-03-02'}}]""");

        assertThat(parsed.event(PatientAdmitted.class).visit().patientClass()).contains("E");
        assertThat(parsed.event(PatientClassChanged.class).visit().patientClass())
                .contains("I");
        assertThat(parsed.fact(PatientClassChanged.class).occurredAt()).hasToString("2026-03-01T12:00+01:00");
        assertThat(parsed.event(PatientAdmitted.class).doctor().orElseThrow().label())
                .isEqualTo("Dr UN");
        assertThat(parsed.event(ResponsibleDoctorChanged.class)
                        .doctor()
                        .orElseThrow()
                        .label())
                .isEqualTo("Dr DEUX");
    }

    @Test
    void the_first_class_is_shown_with_its_period_where_it_began_at_another_time_than_the_stay() {
        String history = ", 'classHistory': [{'class': {'code': 'EMER', 'display': 'Urgences'},"
                + " 'period': {'start': '%s', 'end': '2026-03-01T12:00:00+01:00'}}]";

        ParsedFhir same = encounter("in-progress", START + history.formatted("2026-03-01T08:00:00+01:00"));
        assertThat(same.details(PatientAdmitted.class)).doesNotContainKey("encounterClass");
        assertThat(same.fact(PatientAdmitted.class).annotations().unread()).isEmpty();
        ParsedFhir other = encounter("in-progress", START + history.formatted("2026-03-01T10:00:00+01:00"));
        assertThat(other.details(PatientAdmitted.class).get("encounterClass")).contains("Urgences", "10:00");
        assertThat(other.fact(PatientAdmitted.class).annotations().unread()).isEmpty();
    }

    @Test
    void places_with_a_start_are_transfers_and_those_only_planned_are_details() {
        ParsedFhir parsed = encounter("in-progress", START + """
                , 'location': [
                  {'location': {'display': 'REA'}, 'period': {'start': '2026-03-02', 'end': '2026-03-03'}, 'status': 'completed'},
                  {'location': {'display': 'CARDIO'}, 'period': {'start': '2026-03-01T08:00:00+01:00'}},
                  {'location': {'display': 'SSR'}, 'period': {'start': '2026-03-20'}, 'status': 'planned'}]""");

        assertThat(parsed.event(PatientAdmitted.class).location()).contains(Location.of("CARDIO"));
        assertThat(parsed.event(PatientTransferred.class).location()).contains(Location.of("REA"));
        assertThat(parsed.types(Assertion.HAPPENED)).containsExactly("PatientAdmitted", "PatientTransferred");
        assertThat(parsed.details(PatientAdmitted.class))
                .contains(entry("places", "SSR ({{code.planned}}, {{@2026-03-20+01:00}} – …)"));
        assertThat(parsed.details(PatientTransferred.class)).containsKey("placeUntil");
    }

    @Test
    void a_bed_has_its_room_and_unit_through_part_of() {
        ParsedFhir parsed = ParsedFhir.of(transaction(
                place("bed", "Lit 2", "bd", "room"),
                place("room", "Chambre 12", "ro", "ward"),
                place("ward", "Cardiologie", "wa", "site"),
                "{'resourceType': 'Location', 'id': 'site', 'name': 'Hôpital A', 'physicalType': {'coding': [{'code': 'si'}]}}",
                json("v", "in-progress", START + ", 'location': [{'location': {'reference': 'Location/bed'}}]")));

        Location place = parsed.event(PatientAdmitted.class).location().orElseThrow();
        assertThat(place).hasToString("Cardiologie · Chambre 12 · Lit 2");
        assertThat(place.facility()).contains("Hôpital A");
    }

    private static String place(String id, String name, String type, String partOf) {
        return "{'resourceType': 'Location', 'id': '%s', 'name': '%s', 'physicalType': {'coding': [{'code': '%s'}]}, 'partOf': {'reference': 'Location/%s'}}"
                .formatted(id, name, type, partOf);
    }

    @Test
    void a_place_that_is_not_in_the_message_is_named_by_the_reference() {
        assertThat(encounter("in-progress", "'location': [{'location': {'reference': 'Location/u12'}}]")
                        .event(PatientAdmitted.class)
                        .location())
                .contains(Location.of("u12"));
        assertThat(encounter("in-progress", "'location': [{'location': {'identifier': {'value': '3021'}}}]")
                        .event(PatientAdmitted.class)
                        .location())
                .contains(Location.of("3021"));
    }

    private static String movement(String status, String partOf, String elements) {
        return """
                {'resourceType': 'Encounter', 'id': 'm2', 'status': '%s', 'subject': SUBJECT, %s, %s,
                 'identifier': [{'system': 'urn:oid:2.999.20.3', 'value': 'M2',
                   'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'MN'}]}}]%s}""".formatted(status, IMP, partOf, elements);
    }

    private static final String PART_OF = "'partOf': {'reference': 'Encounter/v'}";
    private static final Identifier STAY_ID = Identifier.of("urn:parcours:sender:EHR", "Encounter/v");

    @Test
    void a_movement_of_a_stay_in_the_same_message_is_a_transfer_and_does_not_end_it() {
        ParsedFhir parsed = ParsedFhir.of(transaction(
                json(
                        "v",
                        "in-progress",
                        "'period': {'start': '2026-10-08'}, 'location': [{'location': {'display': 'Pneumologie'}}]"),
                movement(
                        "finished",
                        PART_OF,
                        ", 'period': {'start': '2026-10-16', 'end': '2026-10-18'},"
                                + " 'location': [{'location': {'display': 'Cardiologie'}}]")));

        assertThat(parsed.types(Assertion.HAPPENED)).containsExactly("PatientAdmitted", "PatientTransferred");
        PatientTransferred transfer = parsed.event(PatientTransferred.class);
        assertThat(transfer.movement().orElseThrow().id().value()).isEqualTo("M2");
        assertThat(transfer.visit().number())
                .isEqualTo(parsed.event(PatientAdmitted.class).visit().number());
        assertThat(transfer.visit().otherNumbers())
                .extracting(Identifier::value)
                .contains("Encounter/m2", "M2");
        assertThat(transfer.location()).contains(Location.of("Cardiologie"));
        assertThat(parsed.details(PatientTransferred.class)).containsKey("placeUntil");
    }

    @Test
    void the_movement_with_which_a_stay_begins_is_its_admission() {
        ParsedFhir parsed = ParsedFhir.of(transaction(
                json("v", "in-progress", "'period': {'start': '2026-10-08'}"),
                movement(
                        "finished",
                        PART_OF,
                        ", 'period': {'start': '2026-10-08'},"
                                + " 'location': [{'location': {'display': 'Cardiologie'}}]")));

        assertThat(parsed.types(Assertion.HAPPENED)).containsExactly("PatientAdmitted");
        assertThat(parsed.event(PatientAdmitted.class).location()).contains(Location.of("Cardiologie"));
    }

    @Test
    void a_movement_of_a_stay_that_is_not_in_the_message_has_the_stays_number() {
        for (String partOf : List.of(
                PART_OF,
                "'partOf': {'type': 'Encounter', 'identifier': {'system': 'urn:oid:2.999.20.2', 'value': 'v-number'}}")) {
            Visit visit = ParsedFhir.of(movement("in-progress", partOf, ""))
                    .event(PatientTransferred.class)
                    .visit();
            assertThat(visit.numbers().getFirst()).isIn(STAY_ID, Identifier.of("urn:oid:2.999.20.2", "v-number"));
            assertThat(visit.otherNumbers()).extracting(Identifier::value).containsExactly("M2", "Encounter/m2");
        }
        assertThat(encounter("in-progress", "")
                        .event(PatientAdmitted.class)
                        .visit()
                        .numbers())
                .contains(STAY_ID, Identifier.of("urn:oid:2.999.20.2", "v-number"));
    }

    @Test
    void a_movement_without_a_stay_is_held_by_its_account() {
        assertThat(ParsedFhir.of(movement("in-progress", "'account': [{'reference': 'Account/d1'}]", ""))
                        .event(PatientTransferred.class)
                        .visit()
                        .number())
                .contains(Identifier.of("urn:parcours:sender:EHR", "Account/d1"));
    }

    @Test
    void a_movement_that_is_cancelled_or_an_error_is_taken_back() {
        ParsedFhir cancelled = ParsedFhir.of(movement("cancelled", PART_OF, ""));
        assertThat(cancelled.types(Assertion.ONLY_IF_KNOWN)).containsExactly("TransferCancelled");
        assertThat(((StayEvent) cancelled.facts().getFirst().event())
                        .movement()
                        .orElseThrow()
                        .id()
                        .value())
                .isEqualTo("M2");
        assertThat(ParsedFhir.of(movement("entered-in-error", PART_OF, "")).types(Assertion.ENTERED_IN_ERROR))
                .containsExactly("PatientTransferred");
        assertThat(ParsedFhir.of(movement("planned", PART_OF, "")).reasonKept()).isPresent();
    }

    @Test
    void what_refers_to_a_movement_belongs_to_the_stay() {
        String procedure =
                "{'resourceType': 'Procedure', 'id': 'p', 'status': 'completed', 'subject': SUBJECT, 'code': {'text': 'ECG'}, 'encounter': {'reference': 'Encounter/m2'}}";
        ParsedFhir parsed = ParsedFhir.of(
                transaction(json("v", "in-progress", START), movement("in-progress", PART_OF, ""), procedure));

        assertThat(parsed.facts().getLast().visit().orElseThrow().number())
                .isEqualTo(parsed.event(PatientAdmitted.class).visit().number());
    }

    @Test
    void a_relative_is_no_doctor_of_the_stay() {
        assertThat(encounter(
                                "in-progress",
                                "'participant': [{'individual': {'reference': 'RelatedPerson/m', 'display': 'Mère'}}]")
                        .event(PatientAdmitted.class)
                        .doctor())
                .isEmpty();
    }

    @Test
    void all_that_a_maximal_encounter_contains_is_recorded_or_listed() {
        ParsedFhir parsed = encounter("finished", PERIOD + """
                , 'statusHistory': [{'status': 'triaged', 'period': {'start': '2026-03-01', 'end': '2026-03-01'}}],
                'type': [{'text': 'Chirurgie'}], 'serviceType': {'text': 'Orthopédie'}, 'priority': {'text': 'urgent'},
                'episodeOfCare': [{'reference': 'EpisodeOfCare/e1'}], 'basedOn': [{'reference': 'ServiceRequest/r1'}],
                'participant': [{'type': [{'text': 'consultant'}], 'individual': {'display': 'Dr AVIS'}}],
                'appointment': [{'reference': 'Appointment/a1'}], 'length': {'value': 3, 'unit': 'jours'},
                'reasonCode': [{'text': 'Fracture'}], 'reasonReference': [{'display': 'Chute'}],
                'diagnosis': [{'condition': {'display': 'Fracture du col'}, 'use': {'text': 'DP'}, 'rank': 1}],
                'account': [{'reference': 'Account/c1'}],
                'hospitalization': {'preAdmissionIdentifier': {'system': 'urn:oid:2.999.1', 'value': 'PA1'},
                  'origin': {'display': 'EHPAD'}, 'admitSource': {'text': 'Domicile'}, 'reAdmission': {'text': 'R'},
                  'dietPreference': [{'text': 'sans sel'}], 'specialCourtesy': [{'text': 'VIP'}],
                  'specialArrangement': [{'text': 'fauteuil'}], 'destination': {'display': 'SSR Sud'},
                  'dischargeDisposition': {'coding': [{'code': 'exp', 'display': 'Décédé'}]}},
                'location': [{'location': {'display': 'ORTHO'}}], 'serviceProvider': {'display': 'CHU'}""");

        assertThat(parsed.unread()).isEmpty();
        assertThat(parsed.details(PatientAdmitted.class))
                .containsOnly(
                        entry("statusHistory", "{{code.triaged}} ({{@2026-03-01+01:00}} – {{@2026-03-01+01:00}})"),
                        entry("category", "Chirurgie"),
                        entry("service", "Orthopédie"),
                        entry("priority", "urgent"),
                        entry("reason", "Fracture, Chute"),
                        entry("diagnoses", "Fracture du col (DP, {{number}}1)"),
                        entry("participants", "Dr AVIS (consultant)"),
                        entry("duration", "3 jours"),
                        entry("admissionSource", "Domicile"),
                        entry("origin", "EHPAD"),
                        entry("preAdmissionNumber", "PA1"),
                        entry("readmission", "R"),
                        entry("diet", "sans sel"),
                        entry("arrangements", "VIP, fauteuil"),
                        entry("organization", "CHU"),
                        entry("episode", "e1"),
                        entry("account", "c1"),
                        entry("order", "r1"),
                        entry("appointment", "a1"));
        assertThat(parsed.details(PatientDischarged.class))
                .containsOnly(entry("dischargeDisposition", "Décédé"), entry("destination", "SSR Sud"));
        assertThat(parsed.types(Assertion.HAPPENED)).containsExactly("PatientAdmitted", "PatientDischarged");
    }

    @Test
    void a_plan_has_the_place_that_is_reserved() {
        assertThat(encounter("planned", "'location': [{'location': {'display': 'ORTHO'}, 'status': 'reserved'}]")
                        .event(PreAdmissionPlanned.class)
                        .location())
                .contains(Location.of("ORTHO"));
    }

    @Test
    void what_is_no_step_of_a_patient_is_kept_and_the_reason_stated() {
        for (String type : List.of(
                "Location",
                "Organization",
                "Practitioner",
                "PractitionerRole",
                "HealthcareService",
                "RelatedPerson",
                "Person",
                "EpisodeOfCare",
                "AppointmentResponse",
                "Slot",
                "Schedule")) {
            assertThat(KeptResourceTypes.reason(type)).isNotEqualTo(KeptResourceTypes.reason("Basic"));
        }
        assertThat(ParsedFhir.of("{'resourceType': 'Location', 'name': 'CARDIO'}")
                        .reasonKept()
                        .orElseThrow())
                .contains("place");
    }
}
