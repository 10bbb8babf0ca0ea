package org.parcours.standalone.screens;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import org.parcours.standalone.acceptance.EmbeddedParcours;

/** A patient with every status, mark and lane that a screen can show. */
final class FullTimelineFixture {

    private FullTimelineFixture() {}

    /** Records the patient and returns its id. */
    static String record(EmbeddedParcours parcours) {
        PatientFixture duplicate =
                PatientFixture.of("DOUBLON", parcours).step("nursing", "DONE", ofDays(20), "Pansement");
        duplicate.record();
        PatientFixture patient = PatientFixture.of("TOUT", parcours);
        addFacts(patient);
        patient.fact("PatientsMerged.v1", ofHours(20), """
                "absorbedIdentifiers":[{"system":"urn:oid:2.999.10.1","value":"%s","type":"PI"}]""".formatted(duplicate.number()));
        return patient.record();
    }

    static void addFacts(PatientFixture patient) {
        stays(patient);
        steps(patient);
    }

    private static void stays(PatientFixture patient) {
        patient.fact("PatientAdmitted.v2", ofDays(9), stay("A", "1", "CHIR-A"));
        patient.fact("AdmissionCancelled.v1", ofDays(9).minusHours(1), cancelled("A", "1"));
        patient.fact("PatientAdmitted.v2", ofDays(5), stay("B", "2", "CARDIO-1"));
        patient.fact("PatientTransferred.v1", ofDays(4), stay("B", "3", "REA-2"));
        patient.fact("PatientTransferred.v1", ofDays(3), stay("B", "4", "BLOC"));
        patient.fact("TransferCancelled.v1", ofDays(3).minusHours(1), cancelled("B", "4"));
        patient.fact("MovementCorrected.v1", ofDays(4), stay("B", "3", "USIC"));
        patient.fact("LeaveStarted.v1", ofDays(2), stay("B", "5", "USIC"));
        patient.fact("LeaveEnded.v1", ofDays(1), stay("B", "6", "USIC"));
        patient.fact("DischargePlanned.v1", ofDays(-1), stay("B", "7", "USIC"));
        patient.fact("PatientDischarged.v1", ofDays(12), stay("C", "8", "MED-3"));
        patient.fact("PreAdmissionPlanned.v1", ofDays(-40), stay("D", "9", "ORTHO"));
    }

    private static void steps(PatientFixture patient) {
        patient.step("dialysis", "PLANNED", ofDays(-2), "Séance");
        patient.step("physiotherapy", "IN_PROGRESS", ofMinutes(10), "Marche");
        patient.step("nursing", "DONE", ofMinutes(5), "Pansement");
        patient.step("transport", "CANCELLED", ofMinutes(20), "Retour en chambre");
        patient.step("sterilisation", "DONE", ofHours(30), "Boîte de chirurgie, cycle 4471, plateau n° 2");
        patient.fact("AppointmentBooked.v1", ofDays(8), """
                "appointment":{"system":"RDV","value":"{number}-1"},"plannedStart":"%s","reason":{"text":"Contrôle"}""".formatted(PatientFixture.time(ofDays(-30))));
        patient.fact(
                "AppointmentMissed.v1", ofDays(8), "\"appointment\":{\"system\":\"RDV\",\"value\":\"{number}-2\"}");
        patient.fact("ImagingOrdered.v1", ofHours(4), order("RX", "Radiographie du thorax", ""));
        patient.fact("ExamOrdered.v1", ofHours(8), order("NFS", "Numération", ""));
        patient.fact("ResultIssued.v1", ofHours(6), order("NFS", "Numération", """
                ,"status":"FINAL","observations":[
                 {"code":{"text":"Hémoglobine"},"value":"7,1","unit":"g/dL","range":"12,0-16,0","flag":"LL"},
                 {"code":{"text":"Leucocytes"},"value":"14","unit":"G/L","range":"4,0-10,0","flag":"H"}]"""));
        patient.fact("ResultCorrected.v1", ofHours(5), order("NFS", "Numération", """
                ,"observations":[{"code":{"text":"Hémoglobine"},"value":"8,1","unit":"g/dL","flag":"L"}]"""));
        patient.fact("SurgeryScheduled.v1", ofDays(3), """
                "surgery":{"system":"BLOC","value":"{number}"},"procedure":{"text":"Pontage"},"plannedStart":"%s" """.formatted(PatientFixture.time(ofDays(-1))));
        patient.fact("MedicationPrescribed.v1", ofDays(2), """
                "prescription":{"system":"PH","value":"{number}"},"product":{"text":"Énoxaparine 4000 UI"},"dosage":"1 par jour" """);
        patient.fact(
                "MedicationAdministered.v1",
                ofDays(1),
                """
                "prescription":{"system":"PH","value":"{number}"},"product":{"text":"Énoxaparine 4000 UI"},"dose":"4000 UI" """,
                "\"entryMode\":\"BACK_ENTRY\",\"author\":\"I. Lambert, IDE\",\"outage\":\"Panne du réseau\"");
        patient.fact("DischargeLetterIssued.v1", ofHours(3), """
                "letter":{"system":"DOC","value":"{number}"},"title":"Lettre de liaison",
                "document":{"mediaType":"application/pdf","sha256":"%s","size":92160,"title":"Lettre"}""".formatted("a".repeat(64)));
    }

    private static String stay(String visit, String movement, String unit) {
        return "%s,\"location\":{\"unit\":\"%s\"}".formatted(cancelled(visit, movement), unit);
    }

    private static String cancelled(String visit, String movement) {
        return """
                "visit":{"number":{"system":"urn:oid:2.999.10.2","value":"{number}%s"},"patientClass":"I"},
                "movement":{"id":{"system":"MVT","value":"{number}-%s"},"historic":false}""".formatted(visit, movement);
    }

    private static String order(String code, String text, String rest) {
        return """
                "order":{"placer":{"system":"DPI","value":"{number}-%1$s"}},"examination":{"code":"%1$s","text":"%2$s"}%3$s""".formatted(code, text, rest);
    }
}
