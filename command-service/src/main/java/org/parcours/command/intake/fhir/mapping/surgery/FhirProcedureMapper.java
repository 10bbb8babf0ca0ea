package org.parcours.command.intake.fhir.mapping.surgery;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStepKindResolver;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.order.EnteredInErrorResource;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.intake.fhir.mapping.text.PerformerText;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/** Maps a Procedure: an operation where its category is surgical, otherwise a step of the kind of its code. */
public record FhirProcedureMapper(ResourceContext context, ResourceDetails details) {

    /** SNOMED CT: surgical procedure. */
    private static final Set<String> SURGERY = Set.of("387713003");

    public static List<Fact> facts(ResourceContext context) {
        return new FhirProcedureMapper(context, new ResourceDetails(context)).facts();
    }

    private List<Fact> facts() {
        String status = context.requireText("status");
        FhirElement procedure = context.resource();
        FhirElement named =
                coding(procedure.child("code")).isPresent() ? procedure.child("code") : procedure.child("category");
        Coding code = coding(named)
                .or(() -> status.equals("entered-in-error")
                        ? Optional.of(DataTypeMapper.textCoding("?"))
                        : Optional.empty())
                .orElseThrow(() -> context.missingElement("code"));
        details.codes(DetailKey.CODES, named, code.label());
        addDetails();
        if (DataTypeMapper.hasCode(procedure.child("category"), SURGERY)) {
            List<Fact> facts = new FhirSurgeryFacts(context, details, code).facts(status);
            return status.equals("entered-in-error") ? withOtherKinds(facts) : facts;
        }
        details.add("place", "location")
                .add(DetailKey.PERFORMER, new PerformerText(details.texts()).all(procedure.children("performer")));
        List<Fact> facts = step(status, code).facts(context.occurredAt(context.start("performed")));
        return status.equals("entered-in-error") ? withOtherKinds(facts) : facts;
    }

    private List<Fact> withOtherKinds(List<Fact> facts) {
        EnteredInErrorResource takenBack = new EnteredInErrorResource(context, context.subject());
        return Stream.concat(facts.stream(), Stream.of(takenBack.step(), takenBack.surgery()))
                .toList();
    }

    private CatalogueStep step(String status, Coding code) {
        FhirElement procedure = context.resource();
        StepStatus stepStatus =
                switch (status) {
                    case "preparation" -> StepStatus.PLANNED;
                    case "in-progress" -> StepStatus.IN_PROGRESS;
                    case "on-hold" -> StepStatus.ON_HOLD;
                    case "stopped" -> StepStatus.STOPPED;
                    case "not-done" -> StepStatus.NOT_DONE;
                    case "entered-in-error" -> StepStatus.WITHDRAWN;
                    case "unknown" -> StepStatus.UNKNOWN;
                    default -> StepStatus.DONE;
                };
        String kind = new CatalogueStepKindResolver(context.settings())
                .find(procedure.child("code"), procedure.children("category"))
                .orElse("procedure");
        return new CatalogueStep(context, details, kind, stepStatus, code.label(), "subject", "encounter");
    }

    private void addDetails() {
        details.occurrence("performed", DetailKey.ACTIVITY_AT)
                .add(DetailKey.CATEGORY, "category")
                .add(DetailKey.REASON, "reasonCode", "reasonReference")
                .add(DetailKey.STATUS_REASON, "statusReason")
                .add(DetailKey.SITE, "bodySite")
                .add(DetailKey.OUTCOME, "outcome")
                .add(DetailKey.COMPLICATION, "complication", "complicationDetail")
                .add(DetailKey.FOLLOW_UP, "followUp")
                .add(DetailKey.REPORT, "report")
                .add(DetailKey.DEVICE, devices())
                .add(DetailKey.RECORDER, "recorder")
                .add(DetailKey.ASSERTER, "asserter")
                .add(DetailKey.BASED_ON, "basedOn")
                .add(DetailKey.PART_OF, "partOf")
                .notes("note");
    }

    private Optional<String> devices() {
        ElementText texts = details.texts();
        FhirElement procedure = context.resource();
        Stream<Optional<String>> focal = procedure.children("focalDevice").stream()
                .map(device -> texts.of(device.child("manipulated")).map(name -> texts.of(device.child("action"))
                        .map(action -> name + " (" + action + ")")
                        .orElse(name)));
        return joined("; ", Stream.concat(focal, Stream.of(texts.all(procedure, "usedReference", "usedCode"))));
    }
}
