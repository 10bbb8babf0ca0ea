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
 * A rule of the hospital for messages of one application: it maps them to steps of a kind of its own, or like messages
 * of another type. Rules take precedence over the standard mappings. A rule applies to messages of its types, such as
 * {@code ORU^R01}, in which every condition's field has one of the condition's values; {@code *} matches any value, but
 * not an empty field. Each occurrence of the repeated segment, if the rule names one, is a step.
 */
public final class CustomHl7MappingRule {

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
        record StepMeaning(StepFieldMapping rule) implements Meaning {}

        record TypeMeaning(String messageCode, String trigger) implements Meaning {}
    }

    private final Set<String> types;
    private final List<FieldCondition> conditions;
    private final Optional<String> repeatedSegment;
    private final Meaning meaning;

    private CustomHl7MappingRule(
            Set<String> types, List<FieldCondition> conditions, Optional<String> repeatedSegment, Meaning meaning) {
        this.types = types;
        this.conditions = conditions;
        this.repeatedSegment = repeatedSegment;
        this.meaning = meaning;
    }

    /** Parses one element of {@code hl7} in an application's file. */
    public static CustomHl7MappingRule parse(YamlNode node, StepCatalogue catalogue) {
        node.allowOnly("type", "where", "each", "step", "means");
        Set<String> types = node.get("type").elements().stream()
                .map(CustomHl7MappingRule::parseType)
                .collect(Collectors.toUnmodifiableSet());
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
            throw node.invalid("either 'step' or 'means' is required, and not both");
        }
        return new CustomHl7MappingRule(
                types,
                List.copyOf(conditions.values()),
                node.find("each").map(CustomHl7MappingRule::parseSegmentName),
                node.find("step")
                        .<Meaning>map(step -> new Meaning.StepMeaning(StepFieldMapping.parse(step, catalogue)))
                        .orElseGet(() -> parseKnownType(node.get("means"))));
    }

    /** Empty if the rule does not apply to the message. */
    Optional<List<Fact>> map(String messageCode, Hl7MappingContext context, StandardHl7MappingRegistry registry) {
        if (!types.contains(messageCode + "^" + context.trigger())) {
            return Optional.empty();
        }
        List<SegmentGroup> groups = SegmentGroup.split(context.message(), repeatedSegment).stream()
                .filter(group -> conditions.stream().allMatch(condition -> condition.isMetBy(group)))
                .toList();
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return switch (meaning) {
            case Meaning.StepMeaning(var rule) ->
                Optional.of(
                        groups.stream().map(group -> rule.map(context, group)).toList());
            case Meaning.TypeMeaning(var knownCode, var trigger) ->
                registry.map(knownCode, context.withTrigger(trigger));
        };
    }

    private static String parseType(YamlNode node) {
        if (!MESSAGE_TYPE.matcher(node.text()).matches()) {
            throw node.invalid("not a type of message, such as ORU^R01");
        }
        return node.text();
    }

    private static String parseSegmentName(YamlNode node) {
        if (!SEGMENT_NAME.matcher(node.text()).matches()) {
            throw node.invalid("not the name of a segment, such as OBR");
        }
        return node.text();
    }

    private static Meaning parseKnownType(YamlNode node) {
        String[] parts = parseType(node).split("\\^");
        if (!StandardHl7MappingRegistry.STANDARD.contains(parts[0], parts[1])) {
            throw node.invalid("Parcours has no mapping for this type of message");
        }
        return new Meaning.TypeMeaning(parts[0], parts[1]);
    }
}
