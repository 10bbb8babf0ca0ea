package org.parcours.command.intake.fhir.mapping.statement;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.intake.fhir.mapping.text.PerformerText;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps Immunization: a vaccination, or that there was none, with the reason. */
public final class FhirImmunizationMapper {

    private static final String KIND = "vaccination";

    private FhirImmunizationMapper() {}

    public static List<Fact> facts(ResourceContext context) {
        FhirElement immunization = context.resource();
        StepStatus status =
                switch (context.requireText("status")) {
                    case "not-done" -> StepStatus.NOT_DONE;
                    case "entered-in-error" -> StepStatus.WITHDRAWN;
                    default -> StepStatus.DONE;
                };
        ResourceDetails details = new ResourceDetails(context);
        Optional<Coding> vaccine = DataTypeMapper.coding(immunization.child("vaccineCode"));
        if (vaccine.isEmpty() && status != StepStatus.WITHDRAWN) {
            throw context.missingElement("vaccineCode");
        }
        String label = vaccine.map(Coding::label).orElse("?");
        addDetails(details, immunization, label);
        String title = status == StepStatus.NOT_DONE ? CodedWord.label("notGiven", label) : label;
        return new CatalogueStep(context, details, KIND, status, title, "patient", "encounter")
                .facts(context.occurredAt(context.start("occurrence"), context.time("recorded")));
    }

    private static void addDetails(ResourceDetails details, FhirElement immunization, String label) {
        ElementText texts = details.texts();
        details.codes(DetailKey.CODES, immunization.child("vaccineCode"), label)
                .occurrence("occurrence", DetailKey.ACTIVITY_AT)
                .add("dose", "doseQuantity")
                .add(DetailKey.SUBSTANCE_LOT, "lotNumber")
                .time(DetailKey.EXPIRATION, "expirationDate")
                .add(DetailKey.MANUFACTURER, "manufacturer")
                .add(DetailKey.SITE, "site")
                .add(DetailKey.ROUTE, "route")
                .add(
                        DetailKey.SUBPOTENT,
                        immunization.text("isSubpotent").filter("true"::equals).map(_ -> CodedWord.of("yes")))
                .add(DetailKey.SUBPOTENT, "subpotentReason")
                .add(DetailKey.PERFORMER, new PerformerText(texts).all(immunization.children("performer")))
                .add("place", "location")
                .add(DetailKey.REASON, "reasonCode", "reasonReference")
                .add(DetailKey.STATUS_REASON, "statusReason")
                .add(DetailKey.PROTOCOL, protocols(texts, immunization.children("protocolApplied")))
                .add(DetailKey.REACTION, reactions(texts, immunization.children("reaction")))
                .add(
                        DetailKey.INFORMATION_SOURCE,
                        immunization
                                .text("primarySource")
                                .filter("false"::equals)
                                .map(_ -> CodedWord.of("secondarySource")))
                .add(DetailKey.INFORMATION_SOURCE, "reportOrigin")
                .time(DetailKey.RECORDED_AT, "recorded")
                .notes("note");
    }

    /** {@code Primovaccination, dose 2 / 3, Hépatite B}. */
    private static Optional<String> protocols(ElementText texts, List<FhirElement> protocols) {
        return joined(
                "; ",
                protocols.stream()
                        .map(protocol -> joined(
                                ", ",
                                protocol.text("series"),
                                joined(
                                                " / ",
                                                Stream.of("doseNumber", "seriesDoses")
                                                        .map(element -> texts.of(protocol.child(element))))
                                        .map(number -> "dose " + number),
                                texts.all(protocol, "targetDisease"),
                                texts.of(protocol.child("authority")))));
    }

    private static Optional<String> reactions(ElementText texts, List<FhirElement> reactions) {
        return joined(
                "; ",
                reactions.stream()
                        .map(reaction -> joined(
                                ", ",
                                texts.of(reaction.child("detail")),
                                texts.of(reaction.child("date")),
                                reaction.text("reported")
                                        .filter("true"::equals)
                                        .map(_ -> CodedWord.of("reportedByPatient")))));
    }
}
