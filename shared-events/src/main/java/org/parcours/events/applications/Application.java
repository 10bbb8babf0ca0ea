package org.parcours.events.applications;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parcours.events.catalogue.Catalogue;
import org.parcours.events.catalogue.Label;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepKind;

/**
 * One file: an application.
 *
 * @param names what it calls itself: MSH-3, a CloudEvent's {@code source}
 * @param kinds of step that it brings
 * @param meaning what its messages mean, as far as the reading service cares
 */
public record Application<T>(Set<String> names, List<StepKind> kinds, T meaning) {

    /** What a service reads of a file beside the kinds of step. */
    public interface Meaning<T> {

        /** @param catalogue with the file's own kinds */
        T read(YamlPlace file, Catalogue catalogue);
    }

    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public Application {
        names = Set.copyOf(names);
        kinds = List.copyOf(kinds);
    }

    static <T> Application<T> read(YamlPlace file, Catalogue shipped, Meaning<T> meaning) {
        file.only("application", "kinds", "hl7", "cloudevents");
        Set<String> names =
                file.get("application").each().stream().map(YamlPlace::text).collect(Collectors.toSet());
        Map<String, StepKind> kinds = new LinkedHashMap<>();
        for (YamlPlace told : file.list("kinds")) {
            StepKind kind = kind(told, shipped);
            if (kinds.put(kind.code(), kind) != null) {
                throw told.get("code").wrong("this kind is told twice");
            }
        }
        Catalogue known = shipped.with(code -> java.util.Optional.ofNullable(kinds.get(code)));
        return new Application<>(names, List.copyOf(kinds.values()), meaning.read(file, known));
    }

    private static StepKind kind(YamlPlace told, Catalogue shipped) {
        told.only("code", "label", "lane", "icon");
        YamlPlace code = told.get("code");
        if (!CODE.matcher(code.text()).matches()) {
            throw code.wrong("a code is of small letters, digits and single hyphens: hyperbaric-session");
        }
        YamlPlace label = told.get("label").only("fr", "en");
        YamlPlace lane = told.get("lane");
        List<String> lanes = shipped.lanes().stream().map(Lane::code).toList();
        if (!lanes.contains(lane.text())) {
            throw lane.wrong("no such lane; there are " + String.join(", ", lanes));
        }
        YamlPlace icon = told.get("icon");
        if (!shipped.icons().contains(icon.text())) {
            throw icon.wrong("no such icon; there are " + String.join(", ", shipped.icons()));
        }
        return new StepKind(
                code.text(), new Label(label.get("fr").text(), label.get("en").text()), lane.text(), icon.text());
    }
}
