package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.intake.SampleFiles;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bundles of synthetic patients, where the samples are available: every resource is recorded. Three patients, or as
 * many as {@code -Dlives=100} sets.
 */
class SyntheaBundleTest {

    private static final String STEP = "a step of the catalogue, or an operation";

    private static final int PATIENTS = Integer.getInteger("lives", 3);

    @TempDir
    private Path folder;

    @Test
    void every_tracked_resource_of_a_bundle_is_recorded_as_an_event() throws Exception {
        assumeTrue(SampleFiles.folder("synthea").isPresent(), "no samples here");
        Path sample = SampleFiles.folder("synthea").orElseThrow().resolve("lives.ndjson.gz");
        Set<PatientId> patients = new HashSet<>();
        try (FhirTestService fhir = new FhirTestService(folder);
                Stream<byte[]> bundles = SyntheaBundleReader.read(sample).limit(PATIENTS)) {
            for (byte[] bundle : (Iterable<byte[]>) bundles::iterator) {
                long headBefore = fhir.head();
                fhir.send("", bundle).andExpect(status().isOk());
                List<Envelope> events = fhir.recordedAfter(headBefore);
                assertThat(events.stream().map(Envelope::subject).distinct()).hasSize(1);
                patients.add(events.getFirst().subject());
                assertThat(countByResourceType(events)).isEqualTo(countByResourceType(bundle));
                assertThat(events.stream().filter(SyntheaBundleTest::isDocument))
                        .allSatisfy(event -> assertThat(fhir.document(((StepRecorded) event.event())
                                        .document()
                                        .orElseThrow()
                                        .sha256()))
                                .isPresent());
                long head = fhir.head();
                fhir.send("", bundle);
                assertThat(fhir.head()).isEqualTo(head);
            }
            assertThat(patients).hasSize(PATIENTS);
            assertThat(fhir.quarantine().all()).isEmpty();
        }
    }

    private static boolean isDocument(Envelope event) {
        return event.event() instanceof StepRecorded step && step.kind().equals("document");
    }

    /** By resource type; the observations of reports are not counted separately. */
    private static Map<String, Integer> countByResourceType(List<Envelope> events) {
        Map<String, Integer> counts = new HashMap<>();
        for (Envelope event : events) {
            resourceType(event.event()).ifPresent(type -> counts.merge(type, 1, Integer::sum));
        }
        return counts;
    }

    private static Optional<String> resourceType(Event event) {
        return switch (event) {
            case PatientAdmitted _ -> Optional.of("Encounter");
            case PatientDischarged _ -> Optional.of("Encounter finished");
            case ResultIssued _, ImagingReported _ -> Optional.of("DiagnosticReport or Observation");
            case ImagingPerformed _ -> Optional.of("ImagingStudy");
            case SurgeryCompleted _ -> Optional.of(STEP);
            case MedicationPrescribed _ -> Optional.of("MedicationRequest");
            case MedicationAdministered _ -> Optional.of("MedicationAdministration");
            case StepRecorded step when step.kind().equals("document") -> Optional.of("DocumentReference");
            case StepRecorded _ -> Optional.of(STEP);
            default -> Optional.empty();
        };
    }

    private static Map<String, Integer> countByResourceType(byte[] bundle) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> inReports = new HashSet<>();
        JsonNode entries = new JsonMapper().readTree(bundle).path("entry");
        for (JsonNode entry : entries) {
            entry.path("resource")
                    .path("result")
                    .forEach(result -> inReports.add(result.path("reference").asString()));
        }
        for (JsonNode entry : entries) {
            JsonNode resource = entry.path("resource");
            String type = resource.path("resourceType").asString();
            switch (type) {
                case "Encounter" -> {
                    counts.merge(type, 1, Integer::sum);
                    if (resource.path("status").asString().equals("finished")) {
                        counts.merge("Encounter finished", 1, Integer::sum);
                    }
                }
                case "ImagingStudy", "MedicationRequest", "MedicationAdministration", "DocumentReference" ->
                    counts.merge(type, 1, Integer::sum);
                case "DiagnosticReport" -> counts.merge("DiagnosticReport or Observation", 1, Integer::sum);
                case "Procedure", "Condition", "AllergyIntolerance", "Immunization", "CarePlan" ->
                    counts.merge(STEP, 1, Integer::sum);
                case "Observation" -> {
                    if (!inReports.contains(entry.path("fullUrl").asString())) {
                        boolean laboratory =
                                resource.path("category").toString().contains("\"laboratory\"");
                        counts.merge(laboratory ? "DiagnosticReport or Observation" : STEP, 1, Integer::sum);
                    }
                }
                default -> {}
            }
        }
        return counts;
    }
}
