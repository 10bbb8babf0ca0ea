package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.personName;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.parcours.command.intake.fhir.resource.FhirDateTimeParser;
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.PartialDate;

/** Maps a Patient: the identity, and the merges with other patients. */
final class FhirPatientMapper {

    private FhirPatientMapper() {}

    static List<Fact> facts(ResourceContext context, Patient patient) {
        PatientEvidence evidence = evidence(patient, context.references(), context.dateTimes(), context.path());
        List<Fact> facts = new ArrayList<>();
        facts.add(context.fact(
                evidence,
                Optional.empty(),
                context.reportedAt(),
                new PatientIdentityUpdated(evidence.identifiers(), List.of(), evidence.demographics())));
        for (int i = 0; i < patient.getLink().size(); i++) {
            merge(context, evidence, patient.getLink().get(i), "link[" + i + "].other")
                    .ifPresent(facts::add);
        }
        return facts;
    }

    private static Optional<Fact> merge(
            ResourceContext context, PatientEvidence evidence, PatientLinkComponent link, String element) {
        boolean isSurvivor = link.getType() == LinkType.REPLACES;
        if (!isSurvivor && link.getType() != LinkType.REPLACEDBY) {
            return Optional.empty();
        }
        PatientEvidence other = context.patientEvidence(link.getOther(), element);
        return Optional.of(context.fact(
                isSurvivor ? evidence : other,
                Optional.empty(),
                context.reportedAt(),
                new PatientsMerged((isSurvivor ? other : evidence).identifiers(), Optional.empty())));
    }

    /** Rule 5. The resource id is evidence too: other resources refer to the patient by it. */
    static PatientEvidence evidence(
            Patient patient, ReferenceResolver references, FhirDateTimeParser dateTimes, String path) {
        boolean validated = isValidated(patient);
        Set<Identifier> identifiers = new LinkedHashSet<>();
        references.identifiersOf(patient).stream()
                .filter(identifier -> validated || !identifier.isIns())
                .forEach(identifiers::add);
        idAsIdentifier(patient, references, path, identifiers.isEmpty()).ifPresent(identifiers::add);
        if (identifiers.isEmpty()) {
            throw FhirRejectionCode.NO_IDENTIFIER.exceptionAt(path + ".identifier");
        }
        return new PatientEvidence(List.copyOf(identifiers), demographics(patient, dateTimes, path));
    }

    /** An id of an unknown sender identifies no patient; the message is rejected only where there is no other identifier. */
    private static Optional<Identifier> idAsIdentifier(
            Patient patient, ReferenceResolver references, String path, boolean required) {
        try {
            return references.idAsIdentifier(patient, path);
        } catch (RejectionException e) {
            if (required) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** FR Core: the extension with the reliability of an identity (HL7 table 0445). */
    private static boolean isValidated(Patient patient) {
        return patient.getExtension().stream()
                .filter(extension ->
                        extension.getUrl() != null && extension.getUrl().endsWith("identity-reliability"))
                .flatMap(extension -> extension.getExtension().stream())
                .map(Extension::getValue)
                .anyMatch(value -> value instanceof Coding coding && "VALI".equals(coding.getCode()));
    }

    private static Demographics demographics(Patient patient, FhirDateTimeParser dateTimes, String path) {
        return new Demographics(
                personName(patient.getName(), NameUse.USUAL, NameUse.OFFICIAL, NameUse.MAIDEN)
                        .or(() -> patient.getName().stream().findFirst().flatMap(DataTypeMapper::personName)),
                personName(patient.getName(), NameUse.MAIDEN).or(() -> personName(patient.getName(), NameUse.OFFICIAL)),
                dateTimes
                        .date(patient.getBirthDateElement(), path + ".birthDate")
                        .map(PartialDate::of),
                Optional.ofNullable(patient.getGender()).flatMap(FhirPatientMapper::sex));
    }

    private static Optional<String> sex(AdministrativeGender gender) {
        return Optional.ofNullable(
                switch (gender) {
                    case MALE -> "M";
                    case FEMALE -> "F";
                    case OTHER -> "O";
                    case UNKNOWN -> "U";
                    case NULL -> null;
                });
    }
}
