package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Identifier;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.applications.YamlNode;
import org.parcours.events.catalogue.StepCatalogue;

/** Where in a message a step of the hospital's own kind stands. */
record StepRule(
        String kind,
        List<FieldPath> number,
        StatusRule status,
        List<FieldPath> occurredAt,
        List<FieldPath> title,
        Map<String, List<FieldPath>> details) {

    static StepRule read(YamlNode told, StepCatalogue catalogue) {
        told.allowOnly("kind", "number", "status", "occurredAt", "title", "details");
        YamlNode kind = told.get("kind");
        if (catalogue.kind(kind.text()).isEmpty()) {
            throw kind.invalid("no such kind of step: tell it under 'kinds' in this file, or use one that ships");
        }
        Map<String, List<FieldPath>> details = new LinkedHashMap<>();
        told.find("details").ifPresent(place -> place.fields()
                .forEach((label, path) -> details.put(label, FieldPath.several(path))));
        return new StepRule(
                kind.text(),
                FieldPath.several(told.get("number")),
                StatusRule.read(told.get("status")),
                told.find("occurredAt").map(FieldPath::several).orElse(List.of()),
                told.find("title").map(FieldPath::several).orElse(List.of()),
                details);
    }

    Fact fact(Told told, Hl7Row row) {
        Map<String, String> words = new LinkedHashMap<>();
        details.forEach((label, paths) -> first(paths, row).ifPresent(word -> words.put(label, word)));
        return told.fact(
                occurredAt(told, row),
                new StepRecorded(kind, number(told, row), status.in(row), first(title, row), Optional.empty(), words));
    }

    private OffsetDateTime occurredAt(Told told, Hl7Row row) {
        return occurredAt.stream()
                .flatMap(path -> told.times().read(path.fieldOf(row), Math.max(1, path.component())).stream())
                .findFirst()
                .orElseGet(told::occurredAt);
    }

    /** A whole field is read with the authority that it names; a component is the sender's own number. */
    private Identifier number(Told told, Hl7Row row) {
        return number.stream()
                .flatMap(path -> (path.isWholeField()
                                ? told.numbers().ei(path.fieldOf(row))
                                : path.in(row).map(told.numbers()::own))
                        .stream())
                .findFirst()
                .orElseThrow(() -> new RejectionException(
                        Hl7Rejections.STEP_NUMBER_MISSING.at(number.getFirst().toString())));
    }

    private static Optional<String> first(List<FieldPath> paths, Hl7Row row) {
        return paths.stream().flatMap(path -> path.in(row).stream()).findFirst();
    }
}
