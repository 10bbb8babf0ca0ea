package org.parcours.command.intake.fhir.mapping.medication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.order.RequestIntent;
import org.parcours.command.intake.fhir.mapping.text.DosageText;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

/** Maps MedicationRequest: a prescription, or where {@code doNotPerform} is true that a medicine must not be given. */
public record FhirMedicationRequestMapper(ResourceContext context, ResourceDetails details, MedicationProduct product) {

    static final String PROHIBITION = "medication-prohibition";

    public static List<Fact> facts(ResourceContext context) {
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
        product.addTo(details);
        new PrescriptionDetails(context.resource(), details).add(status);
        return prohibits ? prohibitionFacts(status) : prescriptionFacts(status);
    }

    /** A stopped, cancelled or held request is prescribed, and then stopped or held: what it was stays readable. */
    private List<Fact> prescriptionFacts(String status) {
        List<Fact> facts = new ArrayList<>();
        if (context.resource().child("doNotPerform").isPresent()) {
            facts.add(prohibition(StepStatus.CANCELLED, product.coding()).onlyIfKnown());
        }
        Optional<Coding> reason = statusReason();
        boolean ends = status.equals("cancelled") || status.equals("stopped") || status.equals("on-hold");
        details.add(DetailKey.STATUS_REASON, reason.filter(_ -> !ends).map(Coding::label));
        facts.add(annotated(prescription(product.coding())));
        if (ends) {
            // The end takes the place of the prescription: what it was stays readable.
            details.add(DetailKey.DOSAGE, dosage()).add(DetailKey.PRESCRIBER, "requester");
        }
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
                        Optional.of(CodedWord.label("doNotAdminister", medicine.label())),
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
}
