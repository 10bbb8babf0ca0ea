package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.model.AbstractSegment;
import ca.uhn.hl7v2.model.v251.message.ACK;
import ca.uhn.hl7v2.parser.DefaultModelClassFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.hl7.mapping.NotUsedFields;
import org.parcours.command.intake.hl7.mapping.StandardHl7MappingRegistry;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ParsedMessage;

/**
 * {@code docs/hl7.md} says for each message type and field what Parcours does with it. It is generated from the mappings
 * themselves and from the list of fields that are not used. After a change that is meant: {@code mvn -pl command-service
 * -am test -Dtest=Hl7DocumentationTest -Dhl7.doc.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class Hl7DocumentationTest {

    private static final Path DOCUMENT = Path.of("../docs/hl7.md");
    private static final List<String> VALUES = List.of("W1X^W2X&W3X^W4X", "20260305", "1", "Y");

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void the_document_says_what_the_mappings_do() throws IOException {
        String content = Files.readString(Path.of("src/test/resources/hl7/hl7-head.md"))
                + messageTypes()
                + new Hl7CodeTables(messages).text()
                + fields();
        // As bin/format leaves it.
        String document = content.strip() + "\n";
        if (Boolean.getBoolean("hl7.doc.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(DOCUMENT).hasContent(document);
    }

    private String messageTypes() {
        Map<String, Set<String>> typesByEvents = new LinkedHashMap<>();
        for (String type : StandardHl7MappingRegistry.types()) {
            Set<String> events = new LinkedHashSet<>();
            facts(String.join("\r", Hl7MessageTemplate.segments(Hl7MessageTemplate.of(type))))
                    .forEach(fact -> events.add(fact.event().getClass().getSimpleName()));
            typesByEvents
                    .computeIfAbsent(String.join(", ", events), _ -> new LinkedHashSet<>())
                    .add(type);
        }
        return typesByEvents.entrySet().stream()
                .map(entry -> "| %s | %s |\n".formatted(String.join(", ", entry.getValue()), entry.getKey()))
                .collect(Collectors.joining("", """

                        ## Message types

                        What the smallest message of each type records; its content decides more (a cancellation, an operating
                        room, a document type).

                        | type | events |
                        |---|---|
                        """, ""));
    }

    private String fields() {
        Map<String, Map<Integer, Set<String>>> usedBy = new TreeMap<>();
        for (String template : Hl7MessageTemplate.MESSAGES) {
            String[] segments = Hl7MessageTemplate.segments(template);
            for (int i = 0; i < segments.length; i++) {
                String name = segments[i].substring(0, 3);
                for (int field = name.equals("MSH") ? 3 : 1; field <= Hl7MessageTemplate.fieldCount(name); field++) {
                    if (isUsed(segments, i, field)) {
                        usedBy.computeIfAbsent(name, _ -> new TreeMap<>())
                                .computeIfAbsent(field, _ -> new LinkedHashSet<>())
                                .add(template.substring(0, 3));
                    }
                }
            }
        }
        StringBuilder text = new StringBuilder("""

                ## Fields

                "Used by" names the messages whose mapping reads the field. A field that is neither used nor listed as not used is
                named as unread on the events.
                """);
        Set<String> segments = new LinkedHashSet<>(usedBy.keySet());
        NotUsedFields.decisions()
                .forEach(decision -> segments.add(decision.path().substring(0, 3)));
        segments.stream()
                .filter(segment -> !segment.equals("ZXX"))
                .sorted()
                .forEach(segment -> text.append(segmentTable(segment, usedBy.getOrDefault(segment, Map.of()))));
        return text.toString();
    }

    private static String segmentTable(String segment, Map<Integer, Set<String>> usedBy) {
        StringBuilder text = new StringBuilder("\n### %s\n\n".formatted(segment));
        NotUsedFields.decisions().stream()
                .filter(decision -> decision.path().equals(segment))
                .forEach(decision ->
                        text.append("Not used as a whole%s: %s.\n\n".formatted(messages(decision), decision.reason())));
        List<NotUsedFields.Decision> decisions = NotUsedFields.decisions().stream()
                .filter(decision -> decision.path().startsWith(segment + "-"))
                .toList();
        if (decisions.isEmpty() && usedBy.isEmpty()) {
            return text.toString();
        }
        text.append("| field | name | used by | not used |\n|---|---|---|---|\n");
        int last = Math.max(
                usedBy.keySet().stream().mapToInt(field -> field).max().orElse(0),
                decisions.stream()
                        .mapToInt(Hl7DocumentationTest::fieldNumber)
                        .max()
                        .orElse(0));
        List<String> names = fieldNames(segment);
        for (int i = 1; i <= last; i++) {
            int field = i;
            String reasons = decisions.stream()
                    .filter(decision -> fieldNumber(decision) == field)
                    .map(decision -> part(decision) + decision.reason() + messages(decision))
                    .collect(Collectors.joining("; "));
            Set<String> users = usedBy.getOrDefault(field, Set.of());
            if (!users.isEmpty() || !reasons.isEmpty()) {
                text.append("| %s-%d | %s | %s | %s |\n"
                        .formatted(
                                segment,
                                field,
                                field <= names.size() ? names.get(field - 1) : "",
                                String.join(", ", users),
                                reasons));
            }
        }
        return text.toString();
    }

    private static int fieldNumber(NotUsedFields.Decision decision) {
        return Integer.parseInt(decision.path().substring(4).split("\\.")[0]);
    }

    /** {@code .3: } for a component. */
    private static String part(NotUsedFields.Decision decision) {
        int dot = decision.path().indexOf('.');
        return dot < 0 ? "" : decision.path().substring(dot) + ": ";
    }

    private static String messages(NotUsedFields.Decision decision) {
        return decision.messages().equals("*")
                ? ""
                : decision.messages().startsWith("!")
                        ? " (all but " + decision.messages().substring(1) + ")"
                        : " (" + decision.messages() + ")";
    }

    /** Whether at least one value of the field is read by the mapping. */
    private boolean isUsed(String[] segments, int index, int field) {
        String path = segments[index].substring(0, 3) + "-" + field;
        return VALUES.stream().anyMatch(value -> {
            String[] changed = segments.clone();
            changed[index] = Hl7MessageTemplate.withField(segments[index], field, value);
            return messages.parsedSegments(String.join("\r", changed))
                    .filter(parsed -> !parsed.get(index).unreadPaths().contains(path))
                    .isPresent();
        });
    }

    private List<Fact> facts(String message) {
        ParseResult result = messages.parse(message);
        return result instanceof ParsedMessage parsed ? parsed.facts() : List.of();
    }

    /** The names of HL7 v2.5.1; empty for a segment that it does not have. */
    private static List<String> fieldNames(String segment) {
        try {
            var segmentClass = Class.forName("ca.uhn.hl7v2.model.v251.segment." + segment);
            var constructor = segmentClass.getConstructors()[0];
            return List.of(
                    ((AbstractSegment) constructor.newInstance(new ACK(), new DefaultModelClassFactory())).getNames());
        } catch (ReflectiveOperationException e) {
            return List.of();
        }
    }
}
