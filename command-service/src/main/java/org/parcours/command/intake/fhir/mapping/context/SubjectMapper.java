package org.parcours.command.intake.fhir.mapping.context;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;

/** Maps the reference of a resource to its patient. */
record SubjectMapper(ResourceContext context) {

    private static final Set<String> TAKEN_BACK = Set.of("entered-in-error", "cancelled");

    PatientEvidence patientEvidence(String element) {
        FhirElement subject = context.resource().child(element);
        if (subject.isEmpty() && !isTakenBack()) {
            throw context.missingElement(element);
        }
        return subject.isEmpty() ? PatientEvidence.UNSTATED : patientEvidence(subject);
    }

    /**
     * The patient of the resource. For a patient that is not in the message, the identifiers in the reference are the
     * evidence.
     *
     * @throws NotTrackedException where the subject is not a patient
     */
    PatientEvidence patientEvidence(FhirElement subject) {
        Optional<String> type = context.references().typeOf(subject);
        if (type.isPresent() && !type.get().equals("Patient")) {
            throw new NotTrackedException(subject.path(), "its subject is a " + type.get() + ", not a patient");
        }
        return context.resolve(subject, "Patient").map(this::evidenceOf).orElseGet(() -> {
            List<Identifier> identifiers = context.references().externalIdentifiers(subject);
            if (identifiers.isEmpty() && isTakenBack()) {
                return PatientEvidence.UNSTATED;
            }
            if (identifiers.isEmpty()) {
                throw FhirRejectionCode.NO_IDENTIFIER.exceptionAt(subject.path());
            }
            return new PatientEvidence(identifiers, Demographics.UNKNOWN);
        });
    }

    PatientEvidence evidenceOf(FhirElement patient) {
        PatientEvidence known = context.message().evidence().get(patient);
        if (known == null) {
            known = context.message().patients().apply(patient, context);
            context.message().evidence().put(patient, known);
        }
        return known;
    }

    /** Whether the resource only says that it does not count: it is found by its own identifiers and id. */
    boolean isTakenBack() {
        return Stream.of(
                        context.resource().child("status").value().stream(),
                        context.resource().child("docStatus").value().stream(),
                        context.resource().child("verificationStatus").children("coding").stream()
                                .flatMap(coding -> coding.text("code").stream()))
                .flatMap(each -> each)
                .anyMatch(TAKEN_BACK::contains);
    }
}
