package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;

/** The examples of the FHIR specification, where the samples are available: the events of each, or why it has none. */
class FhirExamplesTest {

    /**
     * {@code kept}: Parcours does not track the resource (an audit event, the serum of a herd).
     * PARC-0505: a transaction that also deletes and queries. PARC-0509: the subject has only a name.
     */
    private static final String EXPECTED = """
            Appointment-2docs: AppointmentBooked
            Appointment-examplereq: AppointmentBooked
            AuditEvent-example: kept
            AuditEvent-example-disclosure: kept
            AuditEvent-example-login: kept
            AuditEvent-example-media: kept
            AuditEvent-example-rest: kept
            Bundle-3ad0687e-f477-468c-afd5-fcc2bf897819: kept
            Bundle-bundle-transaction: 4 PatientIdentityUpdated, PARC-0509 at Bundle.entry[0].resource.identifier, PARC-0505 at Bundle.entry[5].request.method, PARC-0505 at Bundle.entry[6].request.method, PARC-0505 at Bundle.entry[8].request.method, PARC-0505 at Bundle.entry[9].request.method
            Bundle-ghp: ResultIssued, 3 SpecimenCollected
            Bundle-lri-example: ResultIssued
            Bundle-report: ResultIssued
            Composition-example: 2 StepRecorded
            DiagnosticReport-102: ResultIssued
            DiagnosticReport-f201: ImagingReported
            DiagnosticReport-pap: ResultIssued
            Encounter-emerg: LeaveEnded, LeaveStarted, PatientAdmitted, PatientClassChanged, 3 PatientTransferred
            Encounter-f001: PatientAdmitted, PatientDischarged
            Encounter-f003: PatientAdmitted, PatientDischarged
            Encounter-f202: PatientAdmitted, PatientDischarged
            Encounter-home: PatientAdmitted, PatientDischarged
            ImagingStudy-example: ImagingPerformed
            MedicationAdministration-medadmin0302: MedicationAdministered
            MedicationAdministration-medadmin0304: MedicationAdministered
            MedicationAdministration-medadmin0306: MedicationAdministered
            MedicationAdministration-medadmin0308: MedicationAdministered
            MedicationAdministration-medadmin0310: MedicationAdministered
            MedicationAdministration-medadmin0312: MedicationAdministered
            MedicationAdministration-medadminexample03: MedicationStatusReported
            Observation-f001: ResultIssued
            Patient-ch-example: PatientIdentityUpdated
            Patient-example: PatientIdentityUpdated
            Patient-f201: PatientIdentityUpdated
            Patient-glossy: PatientIdentityUpdated
            Patient-infant-fetal: PatientIdentityUpdated
            Patient-infant-twin-1: PatientIdentityUpdated
            Patient-mom: PatientIdentityUpdated
            Patient-pat1: PatientIdentityUpdated
            Patient-pat3: PatientIdentityUpdated
            Patient-proband: PatientIdentityUpdated
            Patient-xds: PatientIdentityUpdated
            Procedure-ambulation: StepRecorded
            Procedure-biopsy: StepRecorded
            Procedure-colonoscopy: StepRecorded
            Procedure-example-implant: StepRecorded
            Procedure-f001: StepRecorded
            Procedure-f003: StepRecorded
            Procedure-f201: StepRecorded
            Procedure-physical-therapy: StepRecorded
            Provenance-example: kept
            Provenance-example-biocompute-object: kept
            ServiceRequest-appendectomy-narrative: PARC-0509 at ServiceRequest.subject
            ServiceRequest-colon-biopsy: StepRecorded
            ServiceRequest-di: ImagingOrdered
            ServiceRequest-education: PARC-0509 at ServiceRequest.subject
            ServiceRequest-example-pgx: ExamOrdered
            ServiceRequest-ft4: ExamOrdered
            ServiceRequest-myringotomy: StepRecorded
            ServiceRequest-og-example1: ExamOrdered
            ServiceRequest-physiotherapy: StepRecorded
            ServiceRequest-vent: StepRecorded
            Specimen-101: SpecimenCollected, SpecimenReceived
            Specimen-pooled-serum: kept
            Specimen-vma-urine: SpecimenCollected, SpecimenReceived
            """;

    private final FhirMessageParser parser =
            new FhirMessageParser(FhirTestService.settings(Map.of()), new FakeDocumentStore(), Clock.systemUTC());

    @Test
    void each_example_is_recorded_kept_or_rejected_as_expected() {
        assumeTrue(SampleFiles.folder("fhir").isPresent(), "no samples here");
        assertThat(SampleFiles.messages("fhir")
                        .map(file -> file.getFileName().toString().replace(".json", "") + ": " + summary(file)))
                .containsExactlyInAnyOrderElementsOf(EXPECTED.lines().toList());
    }

    /** The number of events by type, then the rejections with their paths. */
    private String summary(Path file) {
        ParsedFhirMessage parsed = parse(file);
        Map<String, Integer> events = new TreeMap<>();
        parsed.facts().stream()
                .filter(fact -> !fact.takesBack())
                .forEach(fact -> events.merge(fact.event().getClass().getSimpleName(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        events.forEach((event, times) -> parts.add(times == 1 ? event : times + " " + event));
        parsed.rejections().forEach(rejection -> parts.add(rejection.code() + " at " + rejection.field()));
        return parts.isEmpty() ? "kept" : parts.stream().collect(Collectors.joining(", "));
    }

    private ParsedFhirMessage parse(Path file) {
        ReceivedFhirMessage message = parser.receive(SampleFiles.bytes(file), Optional.of("HL7"), Optional.empty());
        message.parse();
        return message.result().orElseThrow();
    }
}
