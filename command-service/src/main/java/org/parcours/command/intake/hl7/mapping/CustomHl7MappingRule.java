package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
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
        boolean isMetBy(CustomRuleSegmentGroup group) {
            return path.valueIn(group)
                    .filter(value -> values.contains("*") || values.contains(value))
                    .isPresent();
        }
    }

    private sealed interface Meaning {
        record StepMeaning(StepFieldMapping fields) implements Meaning {}

        record TypeMeaning(String messageCode, String trigger) implements Meaning {}
    }

    private final Set<String> types;
    private final List<FieldCondition> conditions = new ArrayList<>();
    private final Optional<String> repeatedSegment;
    private final Meaning meaning;

    private CustomHl7MappingRule(YamlNode node, StepCatalogue catalogue) {
        node.allowOnly("type", "where", "each", "step", "means");
        types = node.get("type").elements().stream()
                .map(CustomHl7MappingRule::parseType)
                .collect(Collectors.toSet());
        node.find("where").map(YamlNode::fields).orElse(Map.of()).forEach((path, values) -> {
            Set<String> texts = values.elements().stream().map(YamlNode::text).collect(Collectors.toSet());
            conditions.add(new FieldCondition(FieldPath.parse(values, path), texts));
        });
        if (node.find("step").isPresent() == node.find("means").isPresent()) {
            throw node.invalid("either 'step' or 'means' is required, and not both");
        }
        repeatedSegment =
                node.find("each").map(each -> require(SEGMENT_NAME, each, "not the name of a segment, such as OBR"));
        meaning = node.find("step")
                .<Meaning>map(step -> new Meaning.StepMeaning(StepFieldMapping.parse(step, catalogue)))
                .orElseGet(() -> parseKnownType(node.get("means")));
    }

    /** Parses one element of {@code hl7} in an application's file. */
    public static CustomHl7MappingRule parse(YamlNode node, StepCatalogue catalogue) {
        return new CustomHl7MappingRule(node, catalogue);
    }

    /** Empty if the rule does not apply to the message. */
    Optional<List<Fact>> map(String messageCode, Hl7MappingContext context) {
        if (!types.contains(messageCode + "^" + context.trigger())) {
            return Optional.empty();
        }
        List<CustomRuleSegmentGroup> groups = CustomRuleSegmentGroup.split(context.message(), repeatedSegment).stream()
                .filter(group -> conditions.stream().allMatch(condition -> condition.isMetBy(group)))
                .toList();
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return switch (meaning) {
            case Meaning.StepMeaning(var fields) ->
                Optional.of(
                        groups.stream().map(group -> fields.map(context, group)).toList());
            case Meaning.TypeMeaning(var knownCode, var trigger) ->
                StandardHl7MappingRegistry.map(knownCode, context.withTrigger(trigger));
        };
    }

    private static String parseType(YamlNode node) {
        return require(MESSAGE_TYPE, node, "not a type of message, such as ORU^R01");
    }

    private static String require(Pattern pattern, YamlNode node, String reason) {
        if (!pattern.matcher(node.text()).matches()) {
            throw node.invalid(reason);
        }
        return node.text();
    }

    private static Meaning parseKnownType(YamlNode node) {
        String type = parseType(node);
        if (!StandardHl7MappingRegistry.contains(type)) {
            throw node.invalid("Parcours has no mapping for this type of message");
        }
        String[] parts = type.split("\\^");
        return new Meaning.TypeMeaning(parts[0], parts[1]);
    }
}
