package org.parcours.command.intake.fhir.mapping;

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
import org.parcours.command.intake.fhir.resource.FhirRejections;
import org.parcours.command.intake.fhir.resource.Moments;
import org.parcours.command.intake.fhir.resource.References;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientsMerged;

/** Patient: who they are, and whom they were merged with. */
final class Patients {

    /** FR Core: the extension that says how far an identity can be relied on (HL7 table 0445). */
    private static final String RELIABILITY = "identity-reliability";

    private static final String VALIDATED = "VALI";

    private Patients() {}

    static List<Fact> facts(Told told, Patient patient) {
        PatientEvidence evidence = evidence(patient, told.references(), told.moments(), told.at());
        List<Fact> facts = new ArrayList<>();
        facts.add(told.fact(
                evidence,
                Optional.empty(),
                told.toldAt(),
                new PatientIdentityUpdated(evidence.identifiers(), List.of(), evidence.demographics())));
        for (int i = 0; i < patient.getLink().size(); i++) {
            merge(told, evidence, patient.getLink().get(i), "link[" + i + "].other")
                    .ifPresent(facts::add);
        }
        return facts;
    }

    private static Optional<Fact> merge(Told told, PatientEvidence ours, PatientLinkComponent link, String element) {
        if (link.getType() != LinkType.REPLACES && link.getType() != LinkType.REPLACEDBY) {
            return Optional.empty();
        }
        PatientEvidence other = told.patient(link.getOther(), element);
        boolean survives = link.getType() == LinkType.REPLACES;
        return Optional.of(told.fact(
                survives ? ours : other,
                Optional.empty(),
                told.toldAt(),
                new PatientsMerged((survives ? other : ours).identifiers(), Optional.empty())));
    }

    /** Rule 5. The id at its server, or at its sender, is evidence too: other resources name the patient by it. */
    static PatientEvidence evidence(Patient patient, References references, Moments moments, String at) {
        boolean validated = isValidated(patient);
        Set<Identifier> identifiers = new LinkedHashSet<>();
        references.numbersOf(patient).stream()
                .filter(number -> validated || !number.isIns())
                .forEach(identifiers::add);
        own(patient, references, at, identifiers.isEmpty()).ifPresent(identifiers::add);
        if (identifiers.isEmpty()) {
            throw new RejectionException(FhirRejections.NO_IDENTIFIER.at(at + ".identifier"));
        }
        return new PatientEvidence(List.copyOf(identifiers), demographics(patient, moments, at));
    }

    /** An id of a sender who does not say who it is is nobody's; it matters only where there is nothing else. */
    private static Optional<Identifier> own(Patient patient, References references, String at, boolean needed) {
        try {
            return references.ownNumber(patient, at);
        } catch (RejectionException e) {
            if (needed) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean isValidated(Patient patient) {
        return patient.getExtension().stream()
                .filter(extension ->
                        extension.getUrl() != null && extension.getUrl().endsWith(RELIABILITY))
                .flatMap(extension -> extension.getExtension().stream())
                .map(Extension::getValue)
                .anyMatch(value -> value instanceof Coding coding && VALIDATED.equals(coding.getCode()));
    }

    private static Demographics demographics(Patient patient, Moments moments, String at) {
        return new Demographics(
                Words.name(patient.getName(), NameUse.USUAL, NameUse.OFFICIAL, NameUse.MAIDEN)
                        .or(() -> patient.getName().stream().findFirst().flatMap(Words::name)),
                Words.name(patient.getName(), NameUse.MAIDEN).or(() -> Words.name(patient.getName(), NameUse.OFFICIAL)),
                moments.day(patient.getBirthDateElement(), at + ".birthDate"),
                Optional.ofNullable(patient.getGender()).flatMap(Patients::sex));
    }

    private static Optional<String> sex(AdministrativeGender told) {
        return Optional.ofNullable(
                switch (told) {
                    case MALE -> "M";
                    case FEMALE -> "F";
                    case OTHER -> "O";
                    case UNKNOWN -> "U";
                    case NULL -> null;
                });
    }
}
