package org.parcours.standalone.acceptance;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.parcours.events.Identifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A synthetic patient (Synthea) as a FHIR Bundle, with the number of steps that its timeline must show, by kind. */
record SyntheticPatientBundle(JsonNode bundle) {

    static final String STAYS = "stays";

    private static final String EXAMS = "exams";
    private static final String IMAGING = "imaging";
    private static final String DOCUMENTS = "documents";
    private static final String MEDICATION = "medication";
    private static final String OTHERS = "procedures and observations";

    static SyntheticPatientBundle of(String bundle) {
        return new SyntheticPatientBundle(JsonMapper.shared().readTree(bundle));
    }

    String json() {
        return bundle.toString();
    }

    /** The patient's IPP. */
    Identifier patient() {
        JsonNode identifier = bundle.at("/entry/0/resource/identifier/1");
        return Identifier.of(
                identifier.get("system").asString(), identifier.get("value").asString());
    }

    /** The number of steps by kind; an observation of a report is a line of it, not a step. */
    Map<String, Integer> stepCounts() {
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> reportObservations = new HashSet<>();
        for (JsonNode entry : bundle.get("entry")) {
            entry.at("/resource/result")
                    .forEach(
                            line -> reportObservations.add(line.get("reference").asString()));
        }
        for (JsonNode entry : bundle.get("entry")) {
            JsonNode resource = entry.get("resource");
            switch (resource.get("resourceType").asString()) {
                case "Encounter" -> counts.merge(STAYS, 1, Integer::sum);
                case "DiagnosticReport" -> counts.merge(EXAMS, 1, Integer::sum);
                case "ImagingStudy" -> counts.merge(IMAGING, 1, Integer::sum);
                case "DocumentReference" -> counts.merge(DOCUMENTS, 1, Integer::sum);
                case "MedicationRequest", "MedicationAdministration" -> counts.merge(MEDICATION, 1, Integer::sum);
                case "Procedure", "Condition", "AllergyIntolerance", "Immunization", "CarePlan" ->
                    counts.merge(OTHERS, 1, Integer::sum);
                case "Observation" -> {
                    if (!reportObservations.contains(entry.get("fullUrl").asString())) {
                        counts.merge(isLaboratory(resource) ? EXAMS : OTHERS, 1, Integer::sum);
                    }
                }
                default -> {}
            }
        }
        return counts;
    }

    private static boolean isLaboratory(JsonNode observation) {
        return observation.at("/category/0/coding/0/code").asString().equals("laboratory");
    }

    /** The number of entries by kind; admission and discharge are part of their stay. */
    static Map<String, Integer> timelineCounts(JsonNode timeline) {
        Map<String, Integer> counts = new TreeMap<>();
        counts.put(STAYS, timeline.get("stays").size());
        for (JsonNode entry : timeline.get("entries")) {
            switch (entry.get("kind").asString()) {
                case "stay", "admission", "discharge" -> {}
                case "exam" -> counts.merge(EXAMS, 1, Integer::sum);
                case "imaging" -> counts.merge(IMAGING, 1, Integer::sum);
                case "document", "letter" -> counts.merge(DOCUMENTS, 1, Integer::sum);
                case "medication" -> counts.merge(MEDICATION, 1, Integer::sum);
                default -> counts.merge(OTHERS, 1, Integer::sum);
            }
        }
        return counts;
    }
}
