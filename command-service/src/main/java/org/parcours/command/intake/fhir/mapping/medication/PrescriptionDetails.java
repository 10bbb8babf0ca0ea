package org.parcours.command.intake.fhir.mapping.medication;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.events.CodedWord;
import org.parcours.events.DetailKey;

/** What a MedicationRequest states besides its product and dosage. */
record PrescriptionDetails(FhirElement request, ResourceDetails details) {

    void add(String status) {
        details.add(DetailKey.ORDER_STATUS, Optional.of(status).filter(code -> code.matches("completed|unknown")))
                .add(DetailKey.INTENT, request.text("intent").filter(intent -> !intent.equals("order")))
                .add(DetailKey.REASON, "reasonCode", "reasonReference")
                .add("priority", "priority")
                .add(DetailKey.CATEGORY, "category")
                .add(DetailKey.COURSE_OF_THERAPY, "courseOfTherapyType")
                .add(DetailKey.PERFORMER, "performerType", "performer")
                .add(DetailKey.RECORDER, "recorder")
                .add(DetailKey.INFORMATION_SOURCE, reported())
                .add(DetailKey.SUBSTITUTION, substitution())
                .add(DetailKey.DISPENSE, dispenseRequest())
                .add(DetailKey.BASED_ON, "basedOn")
                .add(DetailKey.GROUP, "groupIdentifier")
                .add(DetailKey.PRIOR_PRESCRIPTION, "priorPrescription")
                .add(DetailKey.DETECTED_ISSUE, "detectedIssue")
                .add(DetailKey.SUPPORTING_INFORMATION, "supportingInformation")
                .notes("note");
    }

    private Optional<String> reported() {
        FhirElement reported = request.child("reported");
        return reported.isType("boolean")
                ? reported.value().filter("true"::equals).map(_ -> CodedWord.of("reportedPrescription"))
                : details.texts().of(reported);
    }

    private Optional<String> substitution() {
        FhirElement substitution = request.child("substitution");
        FhirElement allowed = substitution.child("allowed");
        Optional<String> answer = allowed.isType("boolean")
                ? allowed.value().map(value -> CodedWord.of(value.equals("true") ? "allowed" : "notAllowed"))
                : details.texts().of(allowed);
        return joined(CodedWord.COLON, answer, details.texts().of(substitution.child("reason")));
    }

    private Optional<String> dispenseRequest() {
        FhirElement dispense = request.child("dispenseRequest");
        FhirElement initial = dispense.child("initialFill");
        ElementText texts = details.texts();
        return joined(
                ", ",
                texts.of(dispense.child("quantity")),
                texts.labelled(CodedWord.of("for") + " ", dispense.child("expectedSupplyDuration"), ""),
                texts.labelled("", dispense.child("numberOfRepeatsAllowed"), " " + CodedWord.of("renewals")),
                texts.labelled(CodedWord.of("every") + " ", dispense.child("dispenseInterval"), ""),
                texts.labelled(CodedWord.of("valid") + " ", dispense.child("validityPeriod"), ""),
                joined(
                                " " + CodedWord.of("for") + " ",
                                texts.of(initial.child("quantity")),
                                texts.of(initial.child("duration")))
                        .map(first -> CodedWord.of("firstFill") + " " + first),
                texts.of(dispense.child("performer")));
    }
}
