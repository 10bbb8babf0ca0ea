package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Maps {@code data.patient}: identifiers, demographics, and whether the identity is validated. */
record PatientMapper(FactBinder binder) {

    static final String PATH = "data.patient";

    private static final Set<String> OWN_FIELDS = Set.of("identifiers", "identityStatus");

    private record PatientIdentifiers(List<Identifier> identifiers) {}

    /** @param notUsed the paths of INS that are not validated */
    record MappedPatient(PatientEvidence evidence, List<String> notUsed) {}

    MappedPatient map(ObjectNode data) {
        if (!(data.get("patient") instanceof ObjectNode patient)) {
            throw CloudEventRejectionCode.PATIENT_MISSING.exceptionAt(
                    PATH, "an object is expected; " + BindingProblem.found(data.path("patient")));
        }
        JsonNode list = patient.path("identifiers");
        if (!list.isArray() || list.isEmpty()) {
            throw CloudEventRejectionCode.PATIENT_MISSING.exceptionAt(
                    PATH + ".identifiers",
                    list.isArray() ? "an empty array found" : "an array is expected; " + BindingProblem.found(list));
        }
        boolean validated = isValidated(patient);
        List<Identifier> identifiers =
                binder.bind(patient, PatientIdentifiers.class, PATH).identifiers();
        List<Identifier> evidence = identifiers.stream()
                .filter(id -> validated || !id.isIns())
                .distinct()
                .toList();
        if (evidence.isEmpty()) {
            throw CloudEventRejectionCode.INS_NOT_VALIDATED.exceptionAt(PATH + ".identityStatus");
        }
        return new MappedPatient(
                new PatientEvidence(evidence, binder.bind(patient, Demographics.class, PATH)),
                IntStream.range(0, identifiers.size())
                        .filter(i -> !validated && identifiers.get(i).isIns())
                        .mapToObj(i -> FieldPath.item(PATH + ".identifiers", i))
                        .toList());
    }

    /** The paths of the fields that neither an identifier nor the demographics have. */
    List<String> unknownFields(JsonNode patient) {
        return Stream.concat(
                        binder.unknownFields(PatientIdentifiers.class, patient).stream()
                                .filter(steps -> steps.size() > 1),
                        binder.unknownFields(Demographics.class, patient).stream()
                                .filter(steps -> steps.size() > 1 || !OWN_FIELDS.contains(steps.getFirst())))
                .map(steps -> FieldPath.of(PATH, steps))
                .toList();
    }

    /** Rule 5: like PID-32 in HL7, the identity provider states that the identity is validated. */
    private static boolean isValidated(ObjectNode patient) {
        Optional<String> status = FactBinder.text(patient, "identityStatus", PATH + ".identityStatus");
        return status.filter("VALI"::equals).isPresent();
    }
}
