package org.parcours.command.intake.hl7.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parcours.command.message.Fact;
import org.parcours.events.applications.YamlNode;
import org.parcours.events.catalogue.StepCatalogue;

/**
 * What a message of an application means, told by the hospital: a step of its own kind, or what Parcours knows under
 * another type. It goes before what Parcours would make of the message by itself.
 *
 * @param types {@code ORU^R01}
 * @param where what places must say, one of these each; {@code *} for anything at all
 * @param repeating the segment of which each is a step
 */
public final class Hl7Rule {

    private static final Pattern MESSAGE_TYPE = Pattern.compile("([A-Z][A-Z0-9]{2})\\^([A-Z][A-Z0-9]{2})");
    private static final Pattern SEGMENT_NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");

    private record FieldCondition(FieldPath path, Set<String> values) {
        boolean isMetBy(SegmentGroup group) {
            return path.valueIn(group)
                    .filter(value -> values.contains("*") || values.contains(value))
                    .isPresent();
        }
    }

    private sealed interface Meaning {
        record StepMeaning(StepRule rule) implements Meaning {}

        record TypeMeaning(String messageCode, String trigger) implements Meaning {}
    }

    private final Set<String> types;
    private final List<FieldCondition> conditions;
    private final Optional<String> repeatedSegment;
    private final Meaning meaning;

    private Hl7Rule(
            Set<String> types, List<FieldCondition> conditions, Optional<String> repeatedSegment, Meaning meaning) {
        this.types = types;
        this.conditions = conditions;
        this.repeatedSegment = repeatedSegment;
        this.meaning = meaning;
    }

    /** One element of a file's {@code hl7}. */
    public static Hl7Rule parse(YamlNode node, StepCatalogue catalogue) {
        node.allowOnly("type", "where", "each", "step", "means");
        Set<String> types =
                node.get("type").elements().stream().map(Hl7Rule::parseType).collect(Collectors.toUnmodifiableSet());
        Map<String, FieldCondition> conditions = new LinkedHashMap<>();
        node.find("where").ifPresent(conditionNode -> conditionNode
                .fields()
                .forEach((path, values) -> conditions.put(
                        path,
                        new FieldCondition(
                                FieldPath.parse(values, path),
                                values.elements().stream()
                                        .map(YamlNode::text)
                                        .collect(Collectors.toUnmodifiableSet())))));
        if (node.find("step").isPresent() == node.find("means").isPresent()) {
            throw node.invalid("either 'step' or 'means' says what the message tells");
        }
        return new Hl7Rule(
                types,
                List.copyOf(conditions.values()),
                node.find("each").map(Hl7Rule::parseSegmentName),
                node.find("step")
                        .<Meaning>map(step -> new Meaning.StepMeaning(StepRule.parse(step, catalogue)))
                        .orElseGet(() -> parseKnownType(node.get("means"))));
    }

    /** Empty where it is not about this message. */
    Optional<List<Fact>> map(String messageCode, Hl7MappingContext node, Hl7MappingRegistry registry) {
        if (!types.contains(messageCode + "^" + node.trigger())) {
            return Optional.empty();
        }
        List<SegmentGroup> groups = SegmentGroup.split(node.message(), repeatedSegment).stream()
                .filter(group -> conditions.stream().allMatch(condition -> condition.isMetBy(group)))
                .toList();
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return switch (meaning) {
            case Meaning.StepMeaning(var rule) ->
                Optional.of(groups.stream().map(group -> rule.map(node, group)).toList());
            case Meaning.TypeMeaning(var knownCode, var trigger) -> registry.map(knownCode, node.withTrigger(trigger));
        };
    }

    private static String parseType(YamlNode node) {
        if (!MESSAGE_TYPE.matcher(node.text()).matches()) {
            throw node.invalid("a type of message looks like ORU^R01");
        }
        return node.text();
    }

    private static String parseSegmentName(YamlNode node) {
        if (!SEGMENT_NAME.matcher(node.text()).matches()) {
            throw node.invalid("a segment's name looks like OBR");
        }
        return node.text();
    }

    private static Meaning parseKnownType(YamlNode node) {
        String[] parts = parseType(node).split("\\^");
        if (!Hl7MappingRegistry.STANDARD.contains(parts[0], parts[1])) {
            throw node.invalid("Parcours does not know this type of message");
        }
        return new Meaning.TypeMeaning(parts[0], parts[1]);
    }
}
