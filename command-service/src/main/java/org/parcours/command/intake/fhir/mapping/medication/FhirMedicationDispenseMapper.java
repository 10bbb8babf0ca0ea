package org.parcours.command.intake.fhir.mapping.medication;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.text.DosageText;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.intake.fhir.mapping.text.PerformerText;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationNotDispensed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;

/** Maps MedicationDispense: only a completed one is a dispense; any other says what it is. */
public record FhirMedicationDispenseMapper(ResourceContext context, ResourceDetails details) {

    public static List<Fact> facts(ResourceContext context) {
        return new FhirMedicationDispenseMapper(context, new ResourceDetails(context)).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        FhirElement dispense = context.resource();
        MedicationActNumbers numbers = new MedicationActNumbers(context, dispense.children("authorizingPrescription"));
        MedicationProduct product = MedicationProduct.of(details.texts());
        boolean withdrawn = status.equals("entered-in-error");
        Coding medicine = withdrawn ? product.codingOrUnknown() : product.coding();
        OccurrenceTime occurredAt = context.occurredAt(context.time("whenHandedOver"), context.time("whenPrepared"));
        product.addTo(details);
        addDetails(numbers);
        Optional<String> quantity = details.texts().of(dispense.child("quantity"));
        MedicationEvent event = event(status, numbers.prescription(), medicine, quantity);
        if (!(event instanceof MedicationDispensed)) {
            details.add("quantity", quantity);
        }
        Fact fact = details.annotate(
                context.fact(context.subject(), context.visit(dispense.child("context")), occurredAt, event),
                numbers.ownKeys());
        if (withdrawn) {
            context.discardContent();
            return List.of(fact.enteredInError());
        }
        return List.of(fact);
    }

    private MedicationEvent event(String status, Identifier number, Coding medicine, Optional<String> quantity) {
        return switch (status) {
            case "completed", "entered-in-error" -> {
                details.add(DetailKey.STATUS_REASON, "statusReason");
                yield new MedicationDispensed(number, medicine, quantity);
            }
            case "cancelled", "declined", "stopped" -> {
                details.add(DetailKey.COMPLETION, Optional.of(status));
                yield new MedicationNotDispensed(number, medicine, statusReason());
            }
            default -> {
                details.add(DetailKey.STATUS_REASON, "statusReason");
                yield new MedicationStatusReported(number, Optional.of(medicine), status(status));
            }
        };
    }

    private static Coding status(String status) {
        return Coding.of(
                status,
                switch (status) {
                    case "preparation" -> CodedWord.of("dispense.preparation");
                    case "in-progress" -> CodedWord.of("dispense.in-progress");
                    case "on-hold" -> CodedWord.of("dispense.on-hold");
                    default -> CodedWord.of("dispense.unknown");
                });
    }

    private Optional<Coding> statusReason() {
        return details.texts().of(context.resource().child("statusReason")).map(DataTypeMapper::textCoding);
    }

    private void addDetails(MedicationActNumbers numbers) {
        ElementText texts = details.texts();
        FhirElement dispense = context.resource();
        if (context.time("whenHandedOver").isPresent()) {
            details.time(DetailKey.PREPARED_AT, "whenPrepared");
        }
        details.add(DetailKey.DOSAGE, new DosageText(texts).all(dispense.children("dosageInstruction")))
                .add(DetailKey.DURATION, "daysSupply")
                .add(DetailKey.CATEGORY, "category", "type")
                .add(DetailKey.PERFORMER, new PerformerText(texts).all(dispense.children("performer")))
                .add("place", "location")
                .add(DetailKey.DESTINATION, "destination")
                .add("recipient", "receiver")
                .add(DetailKey.SUBSTITUTION, substitution(dispense.child("substitution")))
                .add(DetailKey.BASED_ON, numbers.text(texts))
                .add(DetailKey.PART_OF, "partOf")
                .add(DetailKey.DETECTED_ISSUE, "detectedIssue")
                .add(DetailKey.SUPPORTING_INFORMATION, "supportingInformation")
                .notes("note");
    }

    private Optional<String> substitution(FhirElement substitution) {
        ElementText texts = details.texts();
        return joined(
                ", ",
                substitution
                        .text("wasSubstituted")
                        .map(done -> CodedWord.of(done.equals("true") ? "substituted" : "notSubstituted")),
                texts.of(substitution.child("type")),
                texts.all(substitution, "reason"),
                texts.all(substitution, "responsibleParty"));
    }
}
