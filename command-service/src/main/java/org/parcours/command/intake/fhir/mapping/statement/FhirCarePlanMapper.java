package org.parcours.command.intake.fhir.mapping.statement;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStep;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.command.message.Fact;
import org.parcours.events.CodedWord;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;

/**
 * Maps CarePlan: one step with its activities. Activities have no numbers of their own: as details of the plan, those of its
 * next version take their place.
 */
public record FhirCarePlanMapper(ResourceContext context, ResourceDetails details) {

    public static List<Fact> facts(ResourceContext context) {
        return new FhirCarePlanMapper(context, new ResourceDetails(context)).facts();
    }

    private List<Fact> facts() {
        FhirElement plan = context.resource();
        StepStatus status = status(context.requireText("status"));
        String intent = plan.text("intent").orElse("");
        Optional<String> title = plan.text("title").or(() -> details.texts().all(plan, "category"));
        details.add(DetailKey.INTENT, Optional.of(intent).filter(code -> !code.isEmpty() && !code.equals("plan")))
                .add(DetailKey.CATEGORY, "category")
                .add(DetailKey.CLINICAL_INFORMATION, "description")
                .occurrence("period", DetailKey.ACTIVITY_AT)
                .add(DetailKey.REASON, "addresses")
                .add(DetailKey.GOAL, "goal")
                .add(DetailKey.ACTIVITIES, activities())
                .add("author", "author")
                .add(DetailKey.PERFORMER, "contributor", "careTeam")
                .time(DetailKey.RECORDED_AT, "created")
                .add(DetailKey.BASED_ON, "basedOn", "replaces")
                .add(DetailKey.PART_OF, "partOf")
                .add(DetailKey.SUPPORTING_INFORMATION, "supportingInfo")
                .notes("note");
        String label = title.or(() -> plan.text("description")).orElse("");
        boolean suggested = intent.equals("proposal") || intent.equals("option");
        return new CatalogueStep(
                        context,
                        details,
                        "care-plan",
                        status,
                        suggested ? CodedWord.label("proposal", label) : label,
                        "subject",
                        "encounter")
                .facts(context.occurredAt(context.start("period"), context.time("created")));
    }

    private static StepStatus status(String status) {
        return switch (status) {
            case "draft" -> StepStatus.PLANNED;
            case "on-hold" -> StepStatus.ON_HOLD;
            case "revoked" -> StepStatus.STOPPED;
            case "completed" -> StepStatus.DONE;
            case "entered-in-error" -> StepStatus.WITHDRAWN;
            case "unknown" -> StepStatus.UNKNOWN;
            default -> StepStatus.IN_PROGRESS;
        };
    }

    private Optional<String> activities() {
        ElementText texts = details.texts();
        return joined(
                "; ",
                context.resource().children("activity").stream()
                        .map(activity -> joined(
                                ", ",
                                activity(activity.child("detail")),
                                texts.of(activity.child("reference")),
                                texts.all(activity, "outcomeCodeableConcept", "outcomeReference"),
                                texts.all(activity, "progress"))));
    }

    /** What not to do says so first; a status says what became of it. */
    private Optional<String> activity(FhirElement detail) {
        ElementText texts = details.texts();
        Optional<String> text = joined(
                ", ",
                Stream.of(
                        texts.of(detail.child("code")),
                        detail.text("description"),
                        texts.of(detail.child("scheduled")),
                        texts.of(detail.child("product")),
                        texts.of(detail.child("quantity")),
                        texts.labelled("", detail.child("dailyAmount"), " / " + CodedWord.of("day")),
                        texts.all(detail, "performer"),
                        texts.of(detail.child("location")),
                        texts.all(detail, "reasonCode", "reasonReference"),
                        texts.all(detail, "goal").map(goals -> CodedWord.label("detail.goal", goals))));
        Optional<String> status = joined(
                CodedWord.COLON,
                detail.text("status").map(code -> CodedWord.of("code." + code)),
                texts.of(detail.child("statusReason")));
        boolean negated = detail.flag("doNotPerform").orElse(false);
        return joined(
                " ",
                Optional.of(CodedWord.of("notToBeDone")).filter(_ -> negated),
                text,
                status.map(it -> "[" + it + "]"));
    }
}
