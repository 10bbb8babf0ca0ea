package org.parcours.command.intake.fhir.resource;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;

/**
 * Identifies the resources of one message that have neither an identifier nor a lasting id by what they contain, so that the same
 * resource in another message is the same thing. Equal resources of one message are numbered: each is a thing of its own.
 */
final class ContentIdentity {

    /** What may differ when the same resource is sent again. */
    private static final Set<String> IGNORED = Set.of("id", "meta", "text");

    private final BiFunction<String, FhirElement, Optional<FhirElement>> findInMessage;
    private final Function<FhirElement, List<Identifier>> businessIdentifiers;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final Map<FhirElement, String> targets = new IdentityHashMap<>();

    /** @param findInMessage the resource of the message that the URI of a reference names */
    ContentIdentity(
            BiFunction<String, FhirElement, Optional<FhirElement>> findInMessage,
            Function<FhirElement, List<Identifier>> businessIdentifiers) {
        this.findInMessage = findInMessage;
        this.businessIdentifiers = businessIdentifiers;
    }

    /** A UUID; to be called once for each resource. */
    String of(FhirElement resource) {
        StringBuilder content = new StringBuilder();
        append(resource, content, true);
        String text = content.toString();
        int occurrence = occurrences.merge(text, 1, Integer::sum);
        return DerivedIds.uuid("fhir-content", text, String.valueOf(occurrence)).toString();
    }

    private void append(FhirElement element, StringBuilder content, boolean isResource) {
        for (String property : sorted(element.properties())) {
            if (isResource && IGNORED.contains(property)) {
                continue;
            }
            content.append('{').append(property);
            Optional<String> target = property.equals("reference") ? target(element) : Optional.empty();
            for (FhirElement child : element.peek(property)) {
                content.append('=');
                content.append(
                        target.isPresent() ? target.get() : child.peekValue().orElse(""));
                append(child, content, false);
            }
            content.append('}');
        }
    }

    private static List<String> sorted(List<String> properties) {
        if (properties.size() < 2) {
            return properties;
        }
        String[] sorted = properties.toArray(String[]::new);
        Arrays.sort(sorted);
        return List.of(sorted);
    }

    /** A reference inside the message by the identifiers of its target, since local ids differ from message to message. */
    private Optional<String> target(FhirElement reference) {
        List<FhirElement> uris = reference.peek("reference");
        Optional<FhirElement> found = uris.isEmpty()
                ? Optional.empty()
                : uris.getFirst().peekValue().flatMap(uri -> findInMessage.apply(uri, reference));
        return found.map(resource ->
                targets.computeIfAbsent(resource, _ -> resource.typeName() + businessIdentifiers.apply(resource)));
    }
}
