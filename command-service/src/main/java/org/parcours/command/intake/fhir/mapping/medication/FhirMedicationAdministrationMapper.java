package org.parcours.command.intake.fhir.mapping.medication;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.intake.fhir.mapping.text.PerformerText;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationStatusReported;

/** Maps MedicationAdministration: given, being given or interrupted; not given, with the reason; or on hold. */
public record FhirMedicationAdministrationMapper(ResourceContext context, ResourceDetails details) {

    public static List<Fact> facts(ResourceContext context) {
        return new FhirMedicationAdministrationMapper(context, new ResourceDetails(context)).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        FhirElement administration = context.resource();
        MedicationActNumbers numbers = new MedicationActNumbers(context, administration.children("request"));
        MedicationProduct product = MedicationProduct.of(details.texts());
        boolean withdrawn = status.equals("entered-in-error");
        Coding medicine = withdrawn ? product.codingOrUnknown() : product.coding();
        product.addTo(details);
        MedicationEvent event = event(status, numbers.prescription(), medicine);
        addDetails(numbers);
        Fact fact = details.annotate(
                context.fact(
                        context.subject(),
                        context.visit(administration.child("context")),
                        context.occurredAt(context.start("effective")),
                        event),
                numbers.ownKeys());
        if (withdrawn) {
            context.discardContent();
            return List.of(fact.enteredInError());
        }
        return List.of(fact);
    }

    private MedicationEvent event(String status, Identifier number, Coding medicine) {
        Optional<String> reason = details.texts().all(context.resource(), "statusReason");
        Optional<String> dose = dose();
        return switch (status) {
            case "not-done" -> {
                details.add("dose", dose);
                yield new MedicationNotAdministered(number, medicine, reason.map(DataTypeMapper::textCoding));
            }
            case "on-hold", "unknown" -> {
                details.add("dose", dose).add(DetailKey.STATUS_REASON, reason);
                yield new MedicationStatusReported(
                        number,
                        Optional.of(medicine),
                        Coding.of(
                                status,
                                CodedWord.of(
                                        status.equals("on-hold")
                                                ? "administration.on-hold"
                                                : "administration.unknown")));
            }
            default -> {
                details.add(
                                DetailKey.COMPLETION,
                                Optional.of(status).filter(code -> code.matches("in-progress|stopped")))
                        .add(DetailKey.STATUS_REASON, reason);
                yield new MedicationAdministered(number, medicine, dose);
            }
        };
    }

    /** The dose, else the dosage as text; the text too where the dose is not all that it says. */
    private Optional<String> dose() {
        FhirElement dosage = context.resource().child("dosage");
        Optional<String> dose = details.texts().of(dosage.child("dose"));
        Optional<String> text = dosage.text("text");
        if (dose.isPresent()) {
            details.add(DetailKey.DOSAGE, text.filter(sent -> !sent.equals(dose.get())));
        }
        return dose.or(() -> text);
    }

    private void addDetails(MedicationActNumbers numbers) {
        ElementText texts = details.texts();
        FhirElement dosage = context.resource().child("dosage");
        details.occurrence("effective", DetailKey.ACTIVITY_AT)
                .add(DetailKey.ROUTE, texts.of(dosage.child("route")))
                .add(DetailKey.SITE, texts.of(dosage.child("site")))
                .add(DetailKey.METHOD, texts.of(dosage.child("method")))
                .add(DetailKey.RATE, texts.of(dosage.child("rate")))
                .add(DetailKey.CATEGORY, "category")
                .add(
                        DetailKey.PERFORMER,
                        new PerformerText(texts).all(context.resource().children("performer")))
                .add(DetailKey.REASON, "reasonCode", "reasonReference")
                .add(DetailKey.BASED_ON, numbers.text(texts))
                .add(DetailKey.DEVICE, "device")
                .add(DetailKey.PART_OF, "partOf")
                .add(DetailKey.SUPPORTING_INFORMATION, "supportingInformation")
                .notes("note");
    }
}
