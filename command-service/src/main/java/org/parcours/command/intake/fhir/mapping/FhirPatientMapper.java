package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.personName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.FhirDateTimeParser;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientsMerged;

/** Maps a Patient: the identity, and the merges with other patients. */
final class FhirPatientMapper {

    private FhirPatientMapper() {}

    static List<Fact> facts(ResourceContext context) {
        FhirElement patient = context.resource();
        PatientEvidence evidence = evidence(patient, context.references(), context.dateTimes());
        List<Fact> facts = new ArrayList<>();
        facts.add(context.fact(
                evidence,
                Optional.empty(),
                context.reportedTime(),
                new PatientIdentityUpdated(evidence.identifiers(), List.of(), evidence.demographics())));
        patient.children("link").forEach(link -> merge(context, evidence, link).ifPresent(facts::add));
        return facts;
    }

    private static Optional<Fact> merge(ResourceContext context, PatientEvidence evidence, FhirElement link) {
        String type = link.text("type").orElse("");
        boolean isSurvivor = type.equals("replaces");
        if (!isSurvivor && !type.equals("replaced-by")) {
            return Optional.empty();
        }
        PatientEvidence other = context.patientEvidence(link.require("other"));
        return Optional.of(context.fact(
                isSurvivor ? evidence : other,
                Optional.empty(),
                context.reportedTime(),
                new PatientsMerged((isSurvivor ? other : evidence).identifiers(), Optional.empty())));
    }

    /** Rule 5. A lasting id is evidence too: other resources refer to the patient by it. */
    static PatientEvidence evidence(FhirElement patient, ReferenceResolver references, FhirDateTimeParser dateTimes) {
        boolean validated = isValidated(patient);
        List<Identifier> identifiers = references.identityOf(patient).lasting().stream()
                .filter(identifier -> validated || !identifier.isIns())
                .toList();
        if (identifiers.isEmpty()) {
            throw FhirRejectionCode.NO_IDENTIFIER.exceptionAt(patient.pathOf("identifier"));
        }
        return new PatientEvidence(identifiers, demographics(patient, dateTimes));
    }

    /** FR Core: the extension with the reliability of an identity (HL7 table 0445). */
    private static boolean isValidated(FhirElement patient) {
        return patient.extensions(url -> url.endsWith("identity-reliability")).stream()
                .flatMap(extension -> extension.children("extension").stream())
                .map(extension -> extension.child("value"))
                .anyMatch(value -> value.text("code").filter("VALI"::equals).isPresent());
    }

    private static Demographics demographics(FhirElement patient, FhirDateTimeParser dateTimes) {
        List<FhirElement> names = patient.children("name");
        return new Demographics(
                personName(names, "usual", "official", "maiden")
                        .or(() -> names.stream().findFirst().flatMap(DataTypeMapper::personName)),
                personName(names, "maiden").or(() -> personName(names, "official")),
                dateTimes.date(patient.child("birthDate")),
                patient.text("gender").flatMap(FhirPatientMapper::sex));
    }

    private static Optional<String> sex(String gender) {
        return switch (gender) {
            case "male" -> Optional.of("M");
            case "female" -> Optional.of("F");
            case "other" -> Optional.of("O");
            case "unknown" -> Optional.of("U");
            default -> Optional.empty();
        };
    }
}
