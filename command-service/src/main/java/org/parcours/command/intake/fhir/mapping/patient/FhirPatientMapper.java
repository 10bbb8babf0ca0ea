package org.parcours.command.intake.fhir.mapping.patient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientsMerged;

/** Maps a Patient: the identity, and the merges with other patients. */
public final class FhirPatientMapper {

    private FhirPatientMapper() {}

    public static List<Fact> facts(ResourceContext context) {
        FhirElement patient = context.resource();
        PatientEvidence evidence = evidence(patient, context);
        List<Fact> facts = new ArrayList<>();
        Fact identity = context.fact(
                evidence,
                Optional.empty(),
                context.reportedTime(),
                new PatientIdentityUpdated(evidence.identifiers(), List.of(), evidence.demographics()));
        facts.add(identity.withAnnotations(new FhirPatientDetails(context)
                .annotate(identity.annotations())
                .asWholeState(context.references().isWholeState(patient))));
        patient.children("link").forEach(link -> merge(context, evidence, link).ifPresent(facts::add));
        return facts;
    }

    private static Optional<Fact> merge(ResourceContext context, PatientEvidence evidence, FhirElement link) {
        FhirElement target = link.require("other");
        if (!isMerge(link)
                || context.references()
                        .typeOf(target)
                        .filter("RelatedPerson"::equals)
                        .isPresent()) {
            return Optional.empty();
        }
        boolean isSurvivor = link.text("type").filter("replaces"::equals).isPresent();
        PatientEvidence other = context.patientEvidence(target);
        return Optional.of(context.fact(
                isSurvivor ? evidence : other,
                Optional.empty(),
                context.reportedTime(),
                new PatientsMerged((isSurvivor ? other : evidence).identifiers(), Optional.empty())));
    }

    /** {@code refer} and {@code seealso} say that both records remain. */
    static boolean isMerge(FhirElement link) {
        return link.text("type")
                .filter(type -> type.equals("replaces") || type.equals("replaced-by"))
                .isPresent();
    }

    /** Rule 5. A lasting id is evidence too: other resources refer to the patient by it. */
    public static PatientEvidence evidence(FhirElement patient, ResourceContext context) {
        boolean validated = isValidated(patient);
        List<Identifier> identifiers = context.references().identityOf(patient).lasting().stream()
                .filter(identifier -> validated || !identifier.isIns())
                .toList();
        if (identifiers.isEmpty()) {
            throw FhirRejectionCode.NO_IDENTIFIER.exceptionAt(patient.pathOf("identifier"));
        }
        return new PatientEvidence(
                identifiers, new FhirDemographicsMapper(context, patient, isFrench(patient)).demographics());
    }

    /** FR Core: the extension with the reliability of an identity (HL7 table 0445). */
    private static boolean isValidated(FhirElement patient) {
        return reliability(patient).stream()
                .flatMap(extension -> extension.extensions(_ -> true).stream())
                .map(extension -> extension.child("value"))
                .anyMatch(value -> value.text("code").filter("VALI"::equals).isPresent());
    }

    private static List<FhirElement> reliability(FhirElement patient) {
        return patient.extensions(url -> url.endsWith("identity-reliability"));
    }

    /** Whether the resource follows FR Core, in which the official name is the name at birth. */
    static boolean isFrench(FhirElement patient) {
        return !reliability(patient).isEmpty()
                || patient.peek("meta").stream()
                        .flatMap(meta -> meta.peek("profile").stream())
                        .flatMap(profile -> profile.peekValue().stream())
                        .anyMatch(profile -> profile.contains("/fr-core-") || profile.contains("hl7.fr/"))
                || patient.peek("identifier").stream()
                        .flatMap(identifier -> identifier.peek("system").stream())
                        .flatMap(system -> system.peekValue().stream())
                        .anyMatch(system -> Identifier.of(system.strip(), "0").isIns());
    }
}
