package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.fhir.FhirBundleTest.bundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.SurgeryEvent.SurgeryStarted;
import org.parcours.events.TimeOrigin;

/** The events of each resource type, and of its updates. */
class FhirResourceTest {

    private static final String SUBJECT = "\"subject\": {\"reference\": \"Patient?identifier=urn:oid:2.999.10.1|12\"}";

    @TempDir
    private Path folder;

    private FhirTestService fhir;

    @BeforeEach
    void start() {
        fhir = new FhirTestService(folder);
    }

    @AfterEach
    void stop() {
        fhir.close();
    }

    @Test
    void an_appointment_is_booked_rescheduled_and_cancelled() throws Exception {
        String booked = """
                {"resourceType": "Appointment", "id": "a1", "status": "booked", "created": "2026-02-01T09:00:00+01:00",
                 "start": "2026-03-01T09:00:00+01:00", "end": "2026-03-01T09:30:00+01:00",
                 "participant": [{"actor": {"reference": "Location/L", "display": "Radiologie"}, "status": "accepted"},
                   {"actor": {"type": "Patient", "identifier": {"system": "urn:oid:2.999.10.1", "value": "12"}},
                    "status": "accepted"}]}""";
        put("Appointment/a1", booked);
        String moved = booked.replace("01T09", "02T14");
        put("Appointment/a1", moved);
        put("Appointment/a1", moved.replace("\"booked\"", "\"cancelled\""));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered", "AppointmentBooked", "AppointmentRescheduled", "AppointmentCancelled");
        assertThat(fhir.events(AppointmentBooked.class)
                        .getFirst()
                        .location()
                        .orElseThrow()
                        .unit())
                .isEqualTo("Radiologie");
        assertThat(fhir.events(AppointmentRescheduled.class)
                        .getFirst()
                        .plannedStart()
                        .orElseThrow())
                .hasToString("2026-03-02T14:00:00+01:00");
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void a_participant_known_by_a_number_alone_is_the_patient_where_no_other_is() throws Exception {
        String appointment = """
                {"resourceType": "Appointment", "id": "%s", "status": "booked", "start": "2026-03-01T09:00:00+01:00",
                 "participant": [{"actor": {"reference": "Practitioner/d"}, "status": "accepted"},
                   {"actor": {"identifier": {"system": "%s", "value": "12"}}, "status": "accepted"}%s]}""";
        String ipp = "urn:oid:2.999.10.1";
        put("Appointment/a1", appointment.formatted("a1", ipp, ""));
        assertThat(eventTypes()).containsExactly("PatientRegistered", "AppointmentBooked");

        put("Appointment/a2", appointment.formatted("a2", "urn:oid:1.2.250.1.71.4.2.1", ""));
        String other =
                ", {\"actor\": {\"identifier\": {\"system\": \"urn:x\", \"value\": \"1\"}}, \"status\": \"accepted\"}";
        put("Appointment/a3", appointment.formatted("a3", ipp, other));
        assertThat(eventTypes()).as("a doctor; one of two").hasSize(2);

        String patient = ", {\"actor\": {\"reference\": \"Patient/p\"}, \"status\": \"accepted\"}";
        put("Appointment/a4", appointment.formatted("a4", "urn:x", patient));
        assertThat(fhir.events(PatientRegistered.class)).hasSize(2);
        assertThat(fhir.events(AppointmentBooked.class)).hasSize(2);
    }

    @Test
    void what_was_cancelled_before_it_was_known_stands_at_its_own_time() throws Exception {
        String time = "\"2026-03-01T08:00:00+01:00\"";
        String resource = "{\"resourceType\": \"%s\", \"id\": \"c\", \"status\": \"%s\", " + SUBJECT + ", %s, \"%s\": "
                + time + "}";
        String code = "\"code\": {\"text\": \"NFS\"}";
        String lab = ", \"intent\": \"order\", \"category\": [{\"coding\": [{\"code\": \"108252007\"}]}]";
        put("Observation/c", resource.formatted("Observation", "cancelled", code, "effectiveDateTime"));
        put("DiagnosticReport/c", resource.formatted("DiagnosticReport", "cancelled", code, "effectiveDateTime"));
        put("ImagingStudy/c", resource.formatted("ImagingStudy", "cancelled", "\"numberOfSeries\": 0", "started"));
        String order = resource.formatted("ServiceRequest", "revoked", code + lab, "authoredOn");
        put("ServiceRequest/c", order);

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered",
                        "ResultWithdrawn",
                        "ResultWithdrawn",
                        "ExamOrderStatusReported",
                        "ExamOrdered",
                        "ExamOrderCancelled");
        assertThat(fhir.recorded().subList(1, 5))
                .allSatisfy(event -> assertThat(event.occurredAt()).hasToString("2026-03-01T08:00+01:00"));
        assertThat(fhir.recorded().getLast().annotations().origin())
                .as("when it was revoked is unknown, and the event says so")
                .isEqualTo(TimeOrigin.RECEIVED);
        long before = fhir.head();
        put("ServiceRequest/c", order);
        assertThat(fhir.head()).as("again").isEqualTo(before);
    }

    @Test
    void arrivals_and_no_shows_are_recorded() throws Exception {
        String appointment = """
                {"resourceType": "Appointment", "id": "%s", "status": "%s", "start": "2026-03-01T09:00:00+01:00",
                 "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}]}""";
        put("Appointment/a1", appointment.formatted("a1", "arrived"));
        put("Appointment/a2", appointment.formatted("a2", "noshow"));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered",
                        "AppointmentBooked",
                        "PatientArrived",
                        "AppointmentBooked",
                        "AppointmentMissed");
    }

    @Test
    void updates_of_an_encounter_are_recorded_as_movements_of_its_stay() throws Exception {
        String encounter = """
                {"resourceType": "Encounter", "id": "e1", "status": "%s", %s,
                 "class": {"code": "IMP"}, "period": {"start": "2026-03-01T08:00:00+01:00"%s},
                 "location": [{"location": {"display": "CARDIO"}}%s]}""";
        String ward =
                ", {\"location\": {\"display\": \"REA\"}, \"period\": {\"start\": \"2026-03-02T08:00:00+01:00\"}}";
        put("Encounter/e1", encounter.formatted("planned", SUBJECT, "", ""));
        put("Encounter/e1", encounter.formatted("in-progress", SUBJECT, "", ""));
        put("Encounter/e1", encounter.formatted("in-progress", SUBJECT, "", ward));
        put("Encounter/e1", encounter.formatted("finished", SUBJECT, ", \"end\": \"2026-03-04T08:00:00+01:00\"", ward));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered",
                        "PreAdmissionPlanned",
                        "PatientAdmitted",
                        "PatientTransferred",
                        "PatientDischarged");
        assertThat(fhir.recorded().stream()
                        .flatMap(event -> event.stay().stream())
                        .distinct())
                .hasSize(1);
        assertThat(fhir.events(PatientAdmitted.class).getFirst().visit().patientClass())
                .contains("I");
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void an_encounter_entered_in_error_withdraws_its_stay_and_records_nothing_where_it_is_unknown() throws Exception {
        String encounter = "{\"resourceType\": \"Encounter\", \"id\": \"%s\", \"status\": \"%s\", %s,"
                + "\"class\": {\"code\": \"IMP\"}, \"period\": {\"start\": \"2026-03-01T08:00:00+01:00\"}}";
        put("Encounter/e1", encounter.formatted("e1", "in-progress", SUBJECT));
        put("Encounter/e1", encounter.formatted("e1", "entered-in-error", SUBJECT));
        put("Encounter/e2", encounter.formatted("e2", "entered-in-error", SUBJECT));

        assertThat(eventTypes()).containsExactly("PatientRegistered", "PatientAdmitted", "EventsWithdrawn");
    }

    @Test
    void a_reopened_stay_has_no_discharge_and_is_recorded_once() throws Exception {
        String encounter = "{\"resourceType\": \"Encounter\", \"id\": \"e1\", \"status\": \"%s\", %s,"
                + "\"class\": {\"code\": \"IMP\"}, \"period\": {\"start\": \"2026-03-01T08:00:00+01:00\"%s}}";
        put("Encounter/e1", encounter.formatted("finished", SUBJECT, ", \"end\": \"2026-03-02T08:00:00+01:00\""));
        put("Encounter/e1", encounter.formatted("in-progress", SUBJECT, ""));
        put("Encounter/e1", encounter.formatted("in-progress", SUBJECT, ""));

        assertThat(eventTypes())
                .containsExactly("PatientRegistered", "PatientAdmitted", "PatientDischarged", "DischargeCancelled");
    }

    @Test
    void a_stay_on_leave_is_present_again_when_it_is_in_progress() throws Exception {
        String encounter = "{\"resourceType\": \"Encounter\", \"id\": \"e1\", \"status\": \"%s\", %s,"
                + "\"class\": {\"code\": \"IMP\"}, \"period\": {\"start\": \"2026-03-01T08:00:00+01:00\"}}";
        put("Encounter/e1", encounter.formatted("in-progress", SUBJECT));
        put("Encounter/e1", encounter.formatted("onleave", SUBJECT));
        put("Encounter/e1", encounter.formatted("onleave", SUBJECT));
        put("Encounter/e1", encounter.formatted("in-progress", SUBJECT));

        assertThat(eventTypes()).contains("LeaveStarted").endsWith("LeaveEnded");
        assertThat(fhir.events(org.parcours.events.StayEvent.LeaveStarted.class))
                .hasSize(1);
    }

    @Test
    void a_movement_and_its_stay_are_one_stay_in_both_orders_of_arrival() throws Exception {
        String stay = """
                {"resourceType": "Encounter", "id": "v%1$s", "status": "in-progress", "class": {"code": "IMP"},
                 "subject": {"reference": "Patient?identifier=urn:oid:2.999.10.1|12"}, "period": {"start": "2026-10-08"},
                 "identifier": [{"system": "urn:oid:2.999.20.2", "value": "V%1$s"}]}""";
        String movement = """
                {"resourceType": "Encounter", "id": "m%1$s", "status": "finished", "class": {"code": "IMP"},
                 "subject": {"reference": "Patient?identifier=urn:oid:2.999.10.1|12"},
                 "period": {"start": "2026-10-16", "end": "2026-10-18"}, "partOf": {"reference": "Encounter/v%1$s"},
                 "identifier": [{"system": "urn:oid:2.999.20.2", "value": "M%1$s"}]}""";
        String procedure = """
                {"resourceType": "Procedure", "id": "p%1$s", "status": "completed", "code": {"text": "Geste"},
                 "subject": {"reference": "Patient?identifier=urn:oid:2.999.10.1|12"},
                 "encounter": {"reference": "Encounter/m%1$s"}, "performedDateTime": "2026-10-17"}""";
        put("Encounter/v1", stay.formatted("1"));
        put("Encounter/m1", movement.formatted("1"));
        put("Procedure/p1", procedure.formatted("1"));
        put("Encounter/m2", movement.formatted("2"));
        put("Encounter/v2", stay.formatted("2"));
        put("Procedure/p2", procedure.formatted("2"));
        long recorded = fhir.head();
        put("Encounter/m1", movement.formatted("1"));
        put("Encounter/v2", stay.formatted("2"));
        put("Encounter/m2", movement.formatted("2"));
        put("Encounter/v1", stay.formatted("1"));

        assertThat(fhir.recordedAfter(recorded)).isEmpty();
        assertThat(fhir.recorded().stream()
                        .flatMap(event -> event.stay().stream())
                        .distinct())
                .hasSize(2);
        assertThat(eventTypes().filter("PatientDischarged"::equals)).isEmpty();
        assertThat(eventTypes().filter("StepRecorded"::equals)).hasSize(2);
    }

    @Test
    void the_order_specimen_result_correction_and_withdrawal_of_an_exam_are_one_step() throws Exception {
        String result = """
                {"resourceType": "DiagnosticReport", "id": "r1", "status": "%s", "code": {"text": "Hémogramme"}, %s,
                 "basedOn": [{"reference": "ServiceRequest/s1"}], "issued": "2026-03-01T11:00:00+01:00",
                 "contained": [{"resourceType": "Observation", "id": "hb", "status": "final", "code": {"text": "Hb"},
                   "valueQuantity": {"value": %s, "unit": "g/dL"}, "referenceRange": [{"low": {"value": 12}}]}],
                 "result": [{"reference": "#hb"}]}""";
        put("ServiceRequest/s1", """
                {"resourceType": "ServiceRequest", "id": "s1", "status": "active", "intent": "order", %s,
                 "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "108252007"}]}],
                 "code": {"text": "Hémogramme"}, "authoredOn": "2026-03-01T08:00:00+01:00"}""".formatted(SUBJECT));
        put("Specimen/t1", """
                {"resourceType": "Specimen", "id": "t1", %s, "request": [{"reference": "ServiceRequest/s1"}],
                 "type": {"text": "Sang"}, "collection": {"collectedDateTime": "2026-03-01T09:00:00+01:00"}}""".formatted(SUBJECT));
        put("DiagnosticReport/r1", result.formatted("preliminary", SUBJECT, "13"));
        put("DiagnosticReport/r1", result.formatted("final", SUBJECT, "13"));
        put("DiagnosticReport/r1", result.formatted("final", SUBJECT, "13"));
        put("DiagnosticReport/r1", result.formatted("corrected", SUBJECT, "7.1"));
        put("DiagnosticReport/r1", result.formatted("entered-in-error", SUBJECT, "7.1"));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered",
                        "ExamOrdered",
                        "SpecimenCollected",
                        "ResultIssued",
                        "ResultIssued",
                        "ResultCorrected",
                        "EventsWithdrawn");
        assertThat(fhir.recorded().stream()
                        .flatMap(event -> event.step().stream())
                        .distinct())
                .hasSize(1);
        var value = fhir.events(ResultCorrected.class).getFirst().observations().getFirst();
        assertThat(value.value() + value.unit().orElseThrow()).isEqualTo("7.1g/dL");
        assertThat(value.range()).contains("≥ 12");
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void two_reports_of_one_order_do_not_correct_each_other() throws Exception {
        String result = """
                {"resourceType": "DiagnosticReport", "id": "%s", "status": "final", "code": {"text": "Troponine"}, %s,
                 "basedOn": [{"reference": "ServiceRequest/s1"}], "issued": "2026-03-01T%s:00:00+01:00",
                 "conclusion": "%s"}""";
        put("DiagnosticReport/r1", result.formatted("r1", SUBJECT, "08", "12 ng/L"));
        put("DiagnosticReport/r2", result.formatted("r2", SUBJECT, "11", "80 ng/L"));

        assertThat(eventTypes()).endsWith("ResultIssued", "ResultIssued");
        assertThat(fhir.recorded().getLast().corrects()).isEmpty();
    }

    @Test
    void a_revoked_order_is_recorded_as_cancelled() throws Exception {
        String order = """
                {"resourceType": "ServiceRequest", "id": "s1", "status": "%s", "intent": "order", %s,
                 "code": {"coding": [{"system": "http://loinc.org", "code": "58410-2"}], "text": "Hémogramme"}}""";
        put("ServiceRequest/s1", order.formatted("active", SUBJECT));
        put("ServiceRequest/s1", order.formatted("revoked", SUBJECT));

        assertThat(eventTypes()).endsWith("ExamOrdered", "ExamOrderCancelled");
        assertThat(fhir.events(ExamOrdered.class).getFirst().order().placer().orElseThrow())
                .isEqualTo(Identifier.of("urn:parcours:sender:EHR", "ServiceRequest/s1"));
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void an_imaging_study_and_its_report_are_one_step() throws Exception {
        String study = """
                {"fullUrl": "urn:uuid:33333333-3333-4333-8333-333333333333", "resource": {"resourceType": "ImagingStudy",
                  "id": "i1", "status": "available", %s, "started": "2026-03-01T10:00:00+01:00",
                  "identifier": [{"system": "urn:oid:2.999.30", "value": "ACC1"}],
                  "procedureCode": [{"text": "Scanner"}], "modality": [{"code": "CT"}]}}""".formatted(SUBJECT);
        String report = """
                {"resource": {"resourceType": "DiagnosticReport", "id": "r1", "status": "final", %s,
                  "code": {"text": "Scanner"}, "issued": "2026-03-01T12:00:00+01:00", "conclusion": "Normal",
                  "imagingStudy": [{"reference": "urn:uuid:33333333-3333-4333-8333-333333333333"}]}}""".formatted(SUBJECT);
        fhir.send(bundle("collection", report, study));

        assertThat(eventTypes()).containsExactlyInAnyOrder("PatientRegistered", "ImagingPerformed", "ImagingReported");
        assertThat(fhir.recorded().stream()
                        .flatMap(event -> event.step().stream())
                        .distinct())
                .hasSize(1);
        assertThat(fhir.events(ImagingReported.class)
                        .getFirst()
                        .observations()
                        .getFirst()
                        .value())
                .isEqualTo("Normal");
    }

    @Test
    void an_observation_that_is_not_a_result_is_a_step_of_the_kind_of_its_category() throws Exception {
        put("Observation/o1", """
                {"resourceType": "Observation", "id": "o1", "status": "final", %s,
                 "category": [{"coding": [{"code": "vital-signs"}]}], "code": {"text": "Tension"},
                 "effectiveDateTime": "2026-03-01", "component": [
                   {"code": {"text": "Systolique"}, "valueQuantity": {"value": 120, "unit": "mmHg"}},
                   {"code": {"text": "Diastolique"}, "valueQuantity": {"value": 80, "unit": "mmHg"}}]}""".formatted(SUBJECT));

        StepRecorded step = fhir.events(StepRecorded.class).getFirst();
        assertThat(step.kind()).isEqualTo("nursing");
        assertThat(step.details()).containsEntry("Systolique", "120 mmHg").containsEntry("Diastolique", "80 mmHg");
        assertThat(fhir.recorded().getLast().occurredAt()).hasToString("2026-03-01T00:00+01:00");
    }

    @Test
    void a_procedure_of_the_surgical_category_is_an_operation_and_any_other_is_a_step() throws Exception {
        String procedure = """
                {"resourceType": "Procedure", "id": "%s", "status": "%s", %s, "code": {"coding": [{"code": "%s"}],
                 "text": "Geste"}, "category": {"coding": [{"code": "%s"}]},
                 "performer": [{"actor": {"display": "Dr Martin"}}],
                 "performedPeriod": {"start": "2026-03-01T10:00:00+01:00", "end": "2026-03-01T11:00:00+01:00"}}""";
        put("Procedure/p1", procedure.formatted("p1", "completed", SUBJECT, "80146002", "387713003"));
        put("Procedure/p2", procedure.formatted("p2", "in-progress", SUBJECT, "265764009", "277132007"));
        put("Procedure/p2", procedure.formatted("p2", "completed", SUBJECT, "265764009", "277132007"));
        put("Procedure/p3", procedure.formatted("p3", "not-done", SUBJECT, "1", "2"));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered",
                        "SurgeryStarted",
                        "SurgeryCompleted",
                        "StepRecorded",
                        "StepRecorded",
                        "StepRecorded");
        assertThat(fhir.events(SurgeryStarted.class)
                        .getFirst()
                        .surgeon()
                        .orElseThrow()
                        .name()
                        .orElseThrow())
                .hasToString("Dr Martin");
        assertThat(fhir.events(StepRecorded.class).stream().map(step -> step.kind() + " " + step.status()))
                .containsExactly("dialysis IN_PROGRESS", "dialysis DONE", "procedure NOT_DONE");
    }

    @Test
    void a_dispense_and_an_administration_belong_to_the_step_of_the_prescription() throws Exception {
        String drug = "\"medicationCodeableConcept\": {\"text\": \"Paracétamol\"}";
        put("MedicationRequest/m1", """
                {"resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", %s,
                 "contained": [{"resourceType": "Medication", "id": "drug", "code": {"text": "Paracétamol"}}],
                 "medicationReference": {"reference": "#drug"}, "authoredOn": "2026-03-01T08:00:00+01:00",
                 "dosageInstruction": [{"text": "1 g x 3"}]}""".formatted(SUBJECT));
        put("MedicationDispense/d1", """
                {"resourceType": "MedicationDispense", "id": "d1", "status": "completed", %s, %s,
                 "authorizingPrescription": [{"reference": "MedicationRequest/m1"}],
                 "whenHandedOver": "2026-03-01T09:00:00+01:00", "quantity": {"value": 8, "unit": "cp"}}""".formatted(SUBJECT, drug));
        put("MedicationAdministration/g1", """
                {"resourceType": "MedicationAdministration", "id": "g1", "status": "completed", %s, %s,
                 "request": {"reference": "MedicationRequest/m1"}, "effectiveDateTime": "2026-03-01T10:00:00+01:00",
                 "dosage": {"dose": {"value": 1, "unit": "g"}}}""".formatted(SUBJECT, drug));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered", "MedicationPrescribed", "MedicationDispensed", "MedicationAdministered");
        assertThat(fhir.recorded().stream()
                        .flatMap(event -> event.step().stream())
                        .distinct())
                .hasSize(1);
        assertThat(fhir.events(MedicationPrescribed.class).getFirst().product().label())
                .isEqualTo("Paracétamol");
        assertThat(fhir.events(MedicationAdministered.class).getFirst().dose()).contains("1 g");
    }

    @Test
    void a_prescription_is_stopped_once() throws Exception {
        String request = """
                {"resourceType": "MedicationRequest", "id": "m1", "status": "%s", "intent": "order", %s,
                 "medicationCodeableConcept": {"text": "Paracétamol"}, "authoredOn": "2026-03-01T08:00:00+01:00"}""";
        put("MedicationRequest/m1", request.formatted("active", SUBJECT));
        put("MedicationRequest/m1", request.formatted("stopped", SUBJECT));
        put("MedicationRequest/m1", request.formatted("stopped", SUBJECT));
        put("MedicationRequest/m2", request.replace("m1", "m2").formatted("stopped", SUBJECT));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered",
                        "MedicationPrescribed",
                        "MedicationStopped",
                        "MedicationPrescribed",
                        "MedicationStopped");
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void a_discharge_letter_is_issued_replaced_and_withdrawn_and_its_bytes_are_stored() throws Exception {
        String letter = """
                {"resourceType": "DocumentReference", "id": "l1", "status": "%s", %s, "date": "2026-03-03T10:00:00+01:00",
                 "type": {"coding": [{"system": "http://loinc.org", "code": "11490-0"}], "text": "Lettre de liaison"},
                 "content": [{"attachment": {"contentType": "text/plain", "data": "%s"}}]}""";
        put("DocumentReference/l1", letter.formatted("current", SUBJECT, "Qm9uam91cg=="));
        put("DocumentReference/l1", letter.formatted("current", SUBJECT, "QXUgcmV2b2ly"));
        put("DocumentReference/l1", letter.formatted("entered-in-error", SUBJECT, "QXUgcmV2b2ly"));

        assertThat(eventTypes())
                .containsExactly(
                        "PatientRegistered", "DischargeLetterIssued", "DischargeLetterReplaced", "EventsWithdrawn");
        DocumentRef document =
                fhir.events(DischargeLetterIssued.class).getFirst().document().orElseThrow();
        assertThat(fhir.document(document.sha256()).orElseThrow().bytes())
                .isEqualTo("Bonjour".getBytes(StandardCharsets.UTF_8));
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void a_composition_is_a_document_with_its_narrative() throws Exception {
        put("Composition/c1", """
                {"resourceType": "Composition", "id": "c1", "status": "final", "title": "Compte rendu", %s,
                 "type": {"text": "CR"}, "date": "2026-03-03", "author": [{"display": "Dr Martin"}],
                 "section": [{"text": {"status": "generated",
                   "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Tout va bien</div>"}}]}""".formatted(SUBJECT));

        StepRecorded step = fhir.events(StepRecorded.class).getFirst();
        assertThat(step.kind() + " " + step.status()).isEqualTo("document DONE");
        assertThat(new String(
                        fhir.document(step.document().orElseThrow().sha256())
                                .orElseThrow()
                                .bytes(),
                        StandardCharsets.UTF_8))
                .contains("Tout va bien");
    }

    @Test
    void an_ins_is_used_only_where_the_identity_is_validated() throws Exception {
        String patient = """
                {"resourceType": "Patient", "id": "p1", %s "identifier": [
                  {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989"},
                  {"system": "urn:oid:2.999.10.1", "value": "12"}], "name": [{"family": "ESSAI"}]}""";
        put("Patient/p1", patient.formatted(""));
        assertThat(fhir.events(PatientRegistered.class).getFirst().identifiers())
                .noneMatch(Identifier::isIns)
                .hasSize(2);

        put("Patient/p1", patient.formatted("""
                "extension": [{"url": "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability",
                  "extension": [{"url": "identityStatus", "valueCoding": {
                    "system": "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0445", "code": "VALI"}}]}],"""));
        assertThat(eventTypes()).containsExactly("PatientRegistered", "PatientIdentityUpdated");
    }

    @Test
    void a_patient_that_replaces_another_is_recorded_once_as_a_merge() throws Exception {
        put("Patient/old", "{\"resourceType\": \"Patient\", \"id\": \"old\", \"name\": [{\"family\": \"ESSAI\"}]}");
        String survivor = """
                {"resourceType": "Patient", "id": "new", "name": [{"family": "ESSAI"}],
                 "link": [{"other": {"reference": "Patient/old"}, "type": "replaces"}]%s}""";
        put("Patient/new", survivor.formatted(""));
        put("Patient/new", survivor.formatted(", \"active\": true"));

        assertThat(eventTypes())
                .as("that the record is active is new, the merge is not")
                .containsExactly("PatientRegistered", "PatientRegistered", "PatientsMerged", "PatientIdentityUpdated");
    }

    @Test
    void practitioners_and_locations_of_the_same_message_have_their_names() throws Exception {
        fhir.send(bundle("transaction", """
                {"fullUrl": "http://ehr.example/fhir/Practitioner/d1", "resource": {"resourceType": "Practitioner",
                  "id": "d1", "identifier": [{"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "810000000000"}],
                  "name": [{"family": "MARTIN", "given": ["Anne"]}]}, "request": {"method": "PUT", "url": "Practitioner/d1"}}""", """
                {"fullUrl": "http://ehr.example/fhir/Encounter/e1", "resource": {"resourceType": "Encounter", "id": "e1",
                  "contained": [{"resourceType": "Location", "id": "here", "name": "CARDIO"}],
                  "status": "in-progress", "class": {"code": "IMP"}, "period": {"start": "2026-03-01T08:00:00+01:00"},
                  "subject": {"reference": "http://ehr.example/fhir/Patient/p1"},
                  "participant": [{"individual": {"reference": "http://ehr.example/fhir/Practitioner/d1"}}],
                  "location": [{"location": {"reference": "#here"}}]}, "request": {"method": "PUT", "url": "Encounter/e1"}}"""));

        PatientAdmitted admitted = fhir.events(PatientAdmitted.class).getFirst();
        assertThat(admitted.doctor().orElseThrow().name().orElseThrow()).hasToString("MARTIN Anne");
        assertThat(admitted.doctor().orElseThrow().identifier().orElseThrow().value())
                .isEqualTo("810000000000");
        assertThat(admitted.location().orElseThrow().unit()).isEqualTo("CARDIO");
        assertThat(admitted.visit().number()).contains(Identifier.of("http://ehr.example/fhir", "Encounter/e1"));
        assertThat(fhir.events(PatientRegistered.class).getFirst().identifiers())
                .containsExactly(Identifier.of("http://ehr.example/fhir", "Patient/p1"));
    }

    @Test
    void a_long_text_is_stored_as_a_document() throws Exception {
        put("DiagnosticReport/r1", """
                {"resourceType": "DiagnosticReport", "id": "r1", "status": "final", "code": {"text": "CR"}, %s,
                 "issued": "2026-03-01T12:00:00+01:00", "conclusion": "%s"}""".formatted(SUBJECT, "x".repeat(10_000)));

        var value = fhir.events(ResultIssued.class).getFirst().observations().getFirst();
        assertThat(value.value()).hasSizeLessThan(1_000);
        assertThat(value.document().orElseThrow().size()).isEqualTo(10_000);
    }

    @Test
    void a_cancelled_step_that_is_reported_again_is_recorded_again() throws Exception {
        String step =
                "{\"resourceType\": \"Procedure\", \"id\": \"p1\", \"status\": \"%s\", %s, \"code\": {\"text\": \"Geste\"},"
                        + "\"performedDateTime\": \"2026-03-01T10:00:00+01:00\"}";
        put("Procedure/p1", step.formatted("completed", SUBJECT));
        put("Procedure/p1", step.formatted("entered-in-error", SUBJECT));
        put("Procedure/p1", step.formatted("completed", SUBJECT));
        put("Procedure/p1", step.formatted("completed", SUBJECT));

        assertThat(eventTypes())
                .containsExactly("PatientRegistered", "StepRecorded", "EventsWithdrawn", "StepRecorded");
    }

    private void put(String address, String resource) throws Exception {
        int status = fhir.put(address, resource).andReturn().getResponse().getStatus();
        assertThat(status).as(address).isBetween(200, 201);
    }

    private Stream<String> eventTypes() {
        return fhir.recorded().stream().map(event -> event.event().getClass().getSimpleName());
    }

    private List<Anomaly> anomalies() {
        return fhir.recorded().stream()
                .map(Envelope::anomalies)
                .flatMap(List::stream)
                .toList();
    }
}
