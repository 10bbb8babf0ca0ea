package org.parcours.events.applications;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parcours.events.catalogue.BilingualLabel;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;

/**
 * A source application as its YAML file defines it.
 *
 * @param names the application's names in messages: MSH-3, a CloudEvent's {@code source}
 * @param kinds the step kinds that it adds
 * @param rules how to map its messages, as the reading service needs them
 */
public record ApplicationMappingDefinition<T>(Set<String> names, List<StepKindDefinition> kinds, T rules) {

    /** Reads the part of a file that only one service needs. */
    public interface RuleReader<T> {

        /** @param catalogue the catalogue with the file's own kinds */
        T read(YamlNode file, StepCatalogue catalogue);
    }

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public ApplicationMappingDefinition {
        names = Set.copyOf(names);
        kinds = List.copyOf(kinds);
    }

    static <T> ApplicationMappingDefinition<T> read(YamlNode file, StepCatalogue shipped, RuleReader<T> ruleReader) {
        file.allowOnly("application", "kinds", "hl7", "cloudevents");
        Set<String> names =
                file.get("application").elements().stream().map(YamlNode::text).collect(Collectors.toSet());
        Map<String, StepKindDefinition> kinds = new LinkedHashMap<>();
        for (YamlNode kindNode : file.list("kinds")) {
            StepKindDefinition kind = kind(kindNode, shipped);
            if (kinds.put(kind.code(), kind) != null) {
                throw kindNode.get("code").invalid("this kind is defined twice");
            }
        }
        StepCatalogue known = shipped.withKinds(code -> Optional.ofNullable(kinds.get(code)));
        return new ApplicationMappingDefinition<>(names, List.copyOf(kinds.values()), ruleReader.read(file, known));
    }

    private static StepKindDefinition kind(YamlNode kindNode, StepCatalogue shipped) {
        kindNode.allowOnly("code", "label", "lane", "icon");
        YamlNode code = kindNode.get("code");
        if (!CODE.matcher(code.text()).matches()) {
            throw code.invalid("a code has lower-case letters, digits and single hyphens: hyperbaric-session");
        }
        YamlNode label = kindNode.get("label").allowOnly("fr", "en");
        YamlNode lane = kindNode.get("lane");
        List<String> lanes = shipped.lanes().stream().map(Lane::code).toList();
        if (!lanes.contains(lane.text())) {
            throw lane.invalid("unknown lane; known lanes are " + String.join(", ", lanes));
        }
        YamlNode icon = kindNode.get("icon");
        if (!shipped.icons().contains(icon.text())) {
            throw icon.invalid("unknown icon; known icons are " + String.join(", ", shipped.icons()));
        }
        return new StepKindDefinition(
                code.text(),
                new BilingualLabel(label.get("fr").text(), label.get("en").text()),
                lane.text(),
                icon.text());
    }
}
