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

    private static final Pattern TYPE = Pattern.compile("([A-Z][A-Z0-9]{2})\\^([A-Z][A-Z0-9]{2})");
    private static final Pattern SEGMENT = Pattern.compile("[A-Z][A-Z0-9]{2}");

    private record Condition(FieldPath path, Set<String> values) {
        boolean holds(Hl7Row row) {
            return path.in(row)
                    .filter(value -> values.contains("*") || values.contains(value))
                    .isPresent();
        }
    }

    private sealed interface Means {
        record Step(StepRule rule) implements Means {}

        record KnownType(String family, String trigger) implements Means {}
    }

    private final Set<String> types;
    private final List<Condition> where;
    private final Optional<String> repeating;
    private final Means means;

    private Hl7Rule(Set<String> types, List<Condition> where, Optional<String> repeating, Means means) {
        this.types = types;
        this.where = where;
        this.repeating = repeating;
        this.means = means;
    }

    /** One element of a file's {@code hl7}. */
    public static Hl7Rule read(YamlNode told, StepCatalogue catalogue) {
        told.allowOnly("type", "where", "each", "step", "means");
        Set<String> types =
                told.get("type").elements().stream().map(Hl7Rule::type).collect(Collectors.toUnmodifiableSet());
        Map<String, Condition> where = new LinkedHashMap<>();
        told.find("where").ifPresent(conditions -> conditions
                .fields()
                .forEach((path, values) -> where.put(
                        path,
                        new Condition(
                                FieldPath.read(values, path),
                                values.elements().stream()
                                        .map(YamlNode::text)
                                        .collect(Collectors.toUnmodifiableSet())))));
        if (told.find("step").isPresent() == told.find("means").isPresent()) {
            throw told.invalid("either 'step' or 'means' says what the message tells");
        }
        return new Hl7Rule(
                types,
                List.copyOf(where.values()),
                told.find("each").map(Hl7Rule::segment),
                told.find("step")
                        .<Means>map(step -> new Means.Step(StepRule.read(step, catalogue)))
                        .orElseGet(() -> knownType(told.get("means"))));
    }

    /** Empty where it is not about this message. */
    Optional<List<Fact>> facts(String family, Told told, Mappings mappings) {
        if (!types.contains(family + "^" + told.trigger())) {
            return Optional.empty();
        }
        List<Hl7Row> rows = Hl7Row.of(told.message(), repeating).stream()
                .filter(row -> where.stream().allMatch(condition -> condition.holds(row)))
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return switch (means) {
            case Means.Step(var rule) ->
                Optional.of(rows.stream().map(row -> rule.fact(told, row)).toList());
            case Means.KnownType(var known, var trigger) -> mappings.facts(known, told.triggeredBy(trigger));
        };
    }

    private static String type(YamlNode told) {
        if (!TYPE.matcher(told.text()).matches()) {
            throw told.invalid("a type of message looks like ORU^R01");
        }
        return told.text();
    }

    private static String segment(YamlNode told) {
        if (!SEGMENT.matcher(told.text()).matches()) {
            throw told.invalid("a segment's name looks like OBR");
        }
        return told.text();
    }

    private static Means knownType(YamlNode told) {
        String[] parts = type(told).split("\\^");
        if (!Mappings.STANDARD.know(parts[0], parts[1])) {
            throw told.invalid("Parcours does not know this type of message");
        }
        return new Means.KnownType(parts[0], parts[1]);
    }
}
