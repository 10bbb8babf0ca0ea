package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirTestService;
import org.parcours.command.intake.fhir.ResourceGenerator.Leaf;
import org.parcours.command.intake.fhir.element.FhirType;
import org.parcours.command.intake.fhir.element.NotUsedElements;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.mapping.ResourceMapperRegistry;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code docs/fhir.md} says for each resource type and element what Parcours does with it. It is generated from the mappings
 * themselves and from the list of elements that are not used. After a change that is meant: {@code mvn -pl command-service
 * -am test -Dtest=FhirDocumentationTest -Dfhir.doc.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class FhirDocumentationTest {

    private static final Path DOCUMENT = Path.of("../docs/fhir.md");
    private static final int VARIANTS = 4;

    private final FhirMessageParser parser =
            new FhirMessageParser(FhirTestService.settings(Map.of()), new FakeDocumentStore(), Clock.systemUTC());

    /** What is done with the values inside one element of a resource, by their paths in FHIR's definitions. */
    private static final class Usage {
        private final Set<String> used = new LinkedHashSet<>();
        private final Set<String> unread = new TreeSet<>();
        private final Set<String> notUsed = new TreeSet<>();
    }

    @Test
    void the_document_says_what_the_mappings_do() throws IOException {
        StringBuilder content = new StringBuilder(Files.readString(Path.of("src/test/resources/fhir/fhir-head.md")));
        content.append("""

                ## Elements that no type uses

                | element | why it is not used |
                |---|---|
                """);
        NotUsedElements.reasons().forEach((path, reason) -> {
            if (isOfEveryType(path)) {
                content.append("| `%s` | %s |\n".formatted(path, reason));
            }
        });
        content.append("""

                ## Elements by resource type

                "Unread" elements are named in the answer and on the event. Other resource types are kept and not tracked; Locations,
                Organizations, HealthcareServices, Practitioners and PractitionerRoles with an identifier or a lasting id are kept for
                references: what refers to them later, without a display, shows their names (Location.partOf included)
                ([ADR 41](adr/0041-references-show-what-earlier-messages-named.md)).
                """);
        ResourceMapperRegistry.resourceTypes().forEach(type -> content.append(typeTable(type)));
        String document = content.toString().strip() + "\n";
        if (Boolean.getBoolean("fhir.doc.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(DOCUMENT).hasContent(document);
    }

    private static boolean isOfEveryType(String path) {
        String type = path.substring(0, path.indexOf('.'));
        return type.equals("*") || !ResourceMapperRegistry.resourceTypes().contains(type);
    }

    private String typeTable(String type) {
        Map<String, Usage> usages = new TreeMap<>();
        for (String property : ResourceGenerator.properties(type)) {
            String element = FhirType.resource(type)
                    .orElseThrow()
                    .element(property)
                    .orElseThrow()
                    .name();
            for (int variant = 0; variant < VARIANTS; variant++) {
                ObjectNode resource = new ResourceGenerator(variant).filled(type, property);
                collect(type, property, resource, usages.computeIfAbsent(element, _ -> new Usage()));
            }
        }
        StringBuilder text = new StringBuilder(
                "\n### %s\n\n| element | what is done | unread parts |\n|---|---|---|\n".formatted(type));
        usages.forEach((element, usage) -> row(type, element, usage).ifPresent(text::append));
        return text.toString();
    }

    private void collect(String type, String property, ObjectNode resource, Usage usage) {
        ReceivedFhirMessage message = parser.receive(
                resource.toString().getBytes(StandardCharsets.UTF_8), Optional.of("EHR"), Optional.empty());
        message.parse();
        Optional<ParsedFhirMessage> parsed =
                message.result().filter(result -> result.rejections().isEmpty());
        if (parsed.isEmpty() || parsed.get().facts().isEmpty()) {
            return;
        }
        List<String> unread = parsed.get().entries().getFirst().unread().stream()
                .map(UnreadElement::definitionPath)
                .toList();
        for (Leaf leaf : ResourceGenerator.leaves(resource, type, property)) {
            String path = leaf.definitionPath();
            Optional<String> unreadPart = unread.stream()
                    .filter(named -> path.equals(named) || path.startsWith(named + "."))
                    .findFirst();
            if (unreadPart.isPresent()) {
                usage.unread.add(unreadPart.get());
            } else if (leaf.isListed()) {
                usage.notUsed.add(path);
            } else {
                usage.used.add(path);
            }
        }
    }

    private static Optional<String> row(String type, String element, Usage usage) {
        String path = type + "." + element;
        if (NotUsedElements.reasons().containsKey("*." + element)) {
            return Optional.empty();
        }
        usage.unread.removeAll(usage.used);
        String done = NotUsedElements.reasons().getOrDefault(path, "");
        if (!done.isEmpty()) {
            done = "not used: " + done;
        } else if (!usage.used.isEmpty()) {
            done = "used";
        } else if (!usage.unread.isEmpty()) {
            done = "unread";
        } else {
            return Optional.empty();
        }
        String parts = usage.unread.stream()
                .filter(part -> !part.equals(path))
                .map(part -> "`" + part.substring(path.length() + 1) + "`")
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return Optional.of("| `%s` | %s | %s |\n".formatted(element, done, parts));
    }
}
