package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.ElementText.joined;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** Maps MedicationRequest: a prescription, or where {@code doNotPerform} is true that a medicine must not be given. */
record FhirMedicationRequestMapper(ResourceContext context, ResourceDetails details, MedicationProduct product) {

    static final String PROHIBITION = "medication-prohibition";

    static List<Fact> facts(ResourceContext context) {
        ResourceDetails details = new ResourceDetails(context);
        return new FhirMedicationRequestMapper(context, details, MedicationProduct.of(details.texts())).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        boolean prohibits = context.resource().flag("doNotPerform").orElse(false);
        if (status.equals("entered-in-error")) {
            Coding medicine = product.codingOrUnknown();
            List<Fact> withdrawn = List.of((prohibits
                            ? details.annotate(
                                    prohibition(StepStatus.WITHDRAWN, medicine), context.otherKeys(PROHIBITION))
                            : annotated(prescription(medicine)))
                    .enteredInError());
            context.discardContent();
            return withdrawn;
        }
        RequestIntent.requireOrder(context);
        if (status.equals("draft")) {
            throw new NotTrackedException(
                    context.resource().pathOf("status"), "its status is draft: it is not prescribed yet");
        }
        addDetails(status);
        return prohibits ? prohibitionFacts(status) : prescriptionFacts(status);
    }

    /** A stopped, cancelled or held request is prescribed, and then stopped or held: what it was stays readable. */
    private List<Fact> prescriptionFacts(String status) {
        List<Fact> facts = new ArrayList<>();
        if (context.resource().child("doNotPerform").isPresent()) {
            facts.add(prohibition(StepStatus.CANCELLED, product.coding()).onlyIfKnown());
        }
        facts.add(annotated(prescription(product.coding())));
        Optional<Coding> reason = statusReason();
        switch (status) {
            case "cancelled", "stopped" ->
                facts.add(annotated(fact(context.reportedTime(), new MedicationStopped(context.identifier(), reason))));
            case "on-hold" ->
                facts.add(annotated(fact(context.reportedTime(), new MedicationHeld(context.identifier(), reason))));
            default -> {}
        }
        return facts;
    }

    /** The prescription that an earlier version of the resource was, if any, is one no more. */
    private List<Fact> prohibitionFacts(String status) {
        details.add(DetailKey.DOSAGE, dosage());
        details.add(DetailKey.PRESCRIBER, "requester");
        details.add(DetailKey.STATUS_REASON, "statusReason");
        StepStatus stepStatus =
                switch (status) {
                    case "on-hold" -> StepStatus.ON_HOLD;
                    case "stopped" -> StepStatus.STOPPED;
                    case "cancelled" -> StepStatus.CANCELLED;
                    case "completed" -> StepStatus.DONE;
                    case "unknown" -> StepStatus.UNKNOWN;
                    default -> StepStatus.IN_PROGRESS;
                };
        Fact noPrescription = fact(
                        context.reportedTime(), new MedicationStopped(context.identifier(), Optional.empty()))
                .onlyIfKnown();
        return List.of(
                details.annotate(prohibition(stepStatus, product.coding()), context.otherKeys(PROHIBITION)),
                noPrescription.withAnnotations(
                        noPrescription.annotations().withOtherKeys(context.otherKeys("prescription"))));
    }

    private Fact prohibition(StepStatus status, Coding medicine) {
        return fact(
                context.occurredAt(context.time("authoredOn")),
                new StepRecorded(
                        PROHIBITION,
                        context.identifier(),
                        status,
                        Optional.of("Ne pas administrer : " + medicine.label()),
                        Optional.empty(),
                        Map.of()));
    }

    private Fact prescription(Coding medicine) {
        return fact(
                context.occurredAt(context.time("authoredOn")),
                new MedicationPrescribed(
                        context.identifier(),
                        medicine,
                        dosage(),
                        context.practitioner(context.resource().child("requester"))));
    }

    private Optional<String> dosage() {
        return new DosageText(details.texts()).all(context.resource().children("dosageInstruction"));
    }

    private Fact fact(OccurrenceTime occurredAt, Event event) {
        return context.fact(context.subject(), context.visit(context.resource().child("encounter")), occurredAt, event);
    }

    private Fact annotated(Fact fact) {
        return details.annotate(fact, context.otherKeys("prescription"));
    }

    private Optional<Coding> statusReason() {
        FhirElement reason = context.resource().child("statusReason");
        return details.texts().of(reason).map(text -> DataTypeMapper.coding(reason)
                .map(coding -> new Coding(coding.code(), Optional.of(text), coding.system()))
                .orElseGet(() -> DataTypeMapper.textCoding(text)));
    }

    private void addDetails(String status) {
        product.addTo(details);
        details.add(DetailKey.ORDER_STATUS, Optional.of(status).filter(code -> code.matches("completed|unknown")))
                .add(DetailKey.INTENT, context.resource().text("intent").filter(intent -> !intent.equals("order")))
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
        FhirElement reported = context.resource().child("reported");
        return reported.isType("boolean")
                ? reported.value().filter("true"::equals).map(_ -> "prescription rapportée")
                : details.texts().of(reported);
    }

    private Optional<String> substitution() {
        FhirElement substitution = context.resource().child("substitution");
        FhirElement allowed = substitution.child("allowed");
        Optional<String> answer = allowed.isType("boolean")
                ? allowed.value().map(value -> value.equals("true") ? "autorisée" : "non autorisée")
                : details.texts().of(allowed);
        return joined(" : ", answer, details.texts().of(substitution.child("reason")));
    }

    private Optional<String> dispenseRequest() {
        FhirElement dispense = context.resource().child("dispenseRequest");
        FhirElement initial = dispense.child("initialFill");
        ElementText texts = details.texts();
        return joined(
                ", ",
                texts.of(dispense.child("quantity")),
                texts.labelled("pour ", dispense.child("expectedSupplyDuration"), ""),
                texts.labelled("", dispense.child("numberOfRepeatsAllowed"), " renouvellement(s)"),
                texts.labelled("tous les ", dispense.child("dispenseInterval"), ""),
                texts.labelled("valable ", dispense.child("validityPeriod"), ""),
                joined(" pour ", texts.of(initial.child("quantity")), texts.of(initial.child("duration")))
                        .map(first -> "première délivrance " + first),
                texts.of(dispense.child("performer")));
    }
}
