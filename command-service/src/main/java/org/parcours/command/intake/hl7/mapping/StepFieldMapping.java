package org.parcours.command.intake.hl7.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.CustomStepStatusMapping;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.message.Fact;
import org.parcours.events.Identifier;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;
import org.parcours.events.applications.YamlNode;
import org.parcours.events.catalogue.StepCatalogue;

/**
 * The fields of a message that describe a step of a kind of the hospital's own.
 *
 * @param statusPaths the fields of the code that {@code statusMapping} maps; empty if the status is always the same
 */
record StepFieldMapping(
        String kind,
        List<FieldPath> numberPaths,
        List<FieldPath> statusPaths,
        CustomStepStatusMapping statusMapping,
        List<FieldPath> occurredAtPaths,
        List<FieldPath> titlePaths,
        Map<String, List<FieldPath>> detailPaths) {

    static StepFieldMapping parse(YamlNode node, StepCatalogue catalogue) {
        node.allowOnly("kind", "number", "status", "occurredAt", "title", "details");
        YamlNode kind = node.get("kind");
        if (catalogue.kind(kind.text()).isEmpty()) {
            throw kind.invalid("no such kind of step: define it under 'kinds' in this file, or use a standard kind");
        }
        Map<String, List<FieldPath>> detailPaths = new LinkedHashMap<>();
        node.find("details").ifPresent(details -> details.fields()
                .forEach((label, path) -> detailPaths.put(label, FieldPath.parseAll(path))));
        YamlNode status = node.get("status");
        return new StepFieldMapping(
                kind.text(),
                FieldPath.parseAll(node.get("number")),
                status.isText() ? List.of() : FieldPath.parseAll(status.get("from")),
                CustomStepStatusMapping.parse(status),
                node.find("occurredAt").map(FieldPath::parseAll).orElse(List.of()),
                node.find("title").map(FieldPath::parseAll).orElse(List.of()),
                detailPaths);
    }

    Fact map(Hl7MappingContext context, CustomRuleSegmentGroup group) {
        Map<String, String> details = new LinkedHashMap<>();
        detailPaths.forEach(
                (label, paths) -> FieldPath.firstValue(paths, group).ifPresent(value -> details.put(label, value)));
        return context.fact(
                occurredAt(context, group),
                new StepRecorded(
                        kind,
                        stepNumber(context, group),
                        status(group),
                        FieldPath.firstValue(titlePaths, group),
                        Optional.empty(),
                        details));
    }

    private OccurrenceTime occurredAt(Hl7MappingContext context, CustomRuleSegmentGroup group) {
        return occurredAtPaths.stream()
                .flatMap(path -> context.dateTimes().parse(path.fieldIn(group), Math.max(1, path.component())).stream())
                .map(OccurrenceTime::stated)
                .findFirst()
                .orElseGet(context::occurredAt);
    }

    /** A whole field is read with its assigning authority; a component is a number of the sender's own. */
    private Identifier stepNumber(Hl7MappingContext context, CustomRuleSegmentGroup group) {
        return numberPaths.stream()
                .flatMap(path -> (path.isWholeField()
                                ? context.identifiers().ei(path.fieldIn(group))
                                : path.valueIn(group).map(context.identifiers()::withoutAuthority))
                        .stream())
                .findFirst()
                .orElseThrow(() -> Hl7RejectionCode.STEP_NUMBER_MISSING.exceptionAt(
                        numberPaths.getFirst().toString()));
    }

    private StepStatus status(CustomRuleSegmentGroup group) {
        return statusMapping
                .statusOf(FieldPath.firstValue(statusPaths, group))
                .orElseThrow(() -> Hl7RejectionCode.STEP_STATUS_UNKNOWN.exceptionAt(
                        statusPaths.getFirst().toString()));
    }
}
