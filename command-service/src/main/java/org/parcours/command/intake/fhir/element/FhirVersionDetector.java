package org.parcours.command.intake.fhir.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;

/**
 * Recognises resources of other versions of FHIR by elements that R4 does not have ({@code fhir/other-versions.tsv}), where
 * what these say would be lost. R4B (4.3) is R4 for all types that Parcours tracks.
 */
public final class FhirVersionDetector {

    /** Types that R4B added: kept, like all that are not tracked. */
    private static final Set<String> TYPES_OF_R4B = Set.of(
            "AdministrableProductDefinition",
            "Citation",
            "ClinicalUseDefinition",
            "EvidenceReport",
            "Ingredient",
            "ManufacturedItemDefinition",
            "MedicinalProductDefinition",
            "NutritionProduct",
            "PackagedProductDefinition",
            "RegulatedAuthorization",
            "SubscriptionStatus",
            "SubscriptionTopic",
            "SubstanceDefinition");

    /** The version of a profile: {@code http://hl7.org/fhir/StructureDefinition/Patient|3.0.2}. */
    private static final Pattern PROFILE =
            Pattern.compile("http://hl7\\.org/fhir/StructureDefinition/\\w+\\|(\\d\\.\\d).*");

    private static final Map<String, String> NAMES = Map.of("1.0", "DSTU2", "3.0", "STU3", "5.0", "R5", "6.0", "R6");
    private static final String TYPE = "type";

    private record Mark(List<String> path, String form, String version) {}

    private static final Map<String, List<Mark>> MARKS = read();

    private FhirVersionDetector() {}

    /** Whether R4 or R4B has a resource of that type. */
    public static boolean isKnownType(String resourceType) {
        return FhirType.resource(resourceType).isPresent() || TYPES_OF_R4B.contains(resourceType);
    }

    /** The version that has a resource of that type, which R4 does not have. */
    public static Optional<String> versionOfType(String resourceType) {
        return MARKS.getOrDefault(resourceType, List.of()).stream()
                .filter(mark -> mark.form().equals(TYPE))
                .map(Mark::version)
                .findFirst();
    }

    /** @throws RejectionException naming the element and the version that has it */
    public static void requireR4(FhirElement resource) {
        for (Mark mark : MARKS.getOrDefault(resource.typeName(), List.of())) {
            if (!mark.form().equals(TYPE) && isFound(resource.node(), mark, 0)) {
                throw rejection(resource.pathOf(String.join(".", mark.path())), mark.version());
            }
        }
        for (JsonNode profile : resource.node().path("meta").path("profile")) {
            Matcher version = PROFILE.matcher(profile.asString(""));
            if (version.matches() && NAMES.containsKey(version.group(1))) {
                throw rejection(resource.pathOf("meta.profile"), NAMES.get(version.group(1)));
            }
        }
    }

    private static RejectionException rejection(String path, String version) {
        return FhirRejectionCode.UNSUPPORTED_VERSION.exceptionAt(path, "this is " + version);
    }

    private static boolean isFound(JsonNode node, Mark mark, int depth) {
        if (depth == mark.path().size()) {
            return hasForm(node, mark.form());
        }
        if (node.isArray()) {
            return node.valueStream().anyMatch(item -> isFound(item, mark, depth));
        }
        JsonNode child = node.path(mark.path().get(depth));
        return !child.isMissingNode() && isFound(child, mark, depth + 1);
    }

    private static boolean hasForm(JsonNode node, String form) {
        return switch (form) {
            case "text" -> node.isString();
            case "object" -> node.isObject();
            case "list" -> node.isArray();
            default -> !node.isNull();
        };
    }

    private static Map<String, List<Mark>> read() {
        Map<String, List<Mark>> marks = new LinkedHashMap<>();
        try (InputStream stream = FhirVersionDetector.class.getResourceAsStream("/fhir/other-versions.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("fhir/other-versions.tsv is not on the class path");
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .forEach(columns -> {
                        List<String> path = List.of(columns[0].split("\\."));
                        marks.computeIfAbsent(path.getFirst(), _ -> new ArrayList<>())
                                .add(new Mark(path.subList(1, path.size()), columns[1], columns[2]));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("fhir/other-versions.tsv", e);
        }
        return Map.copyOf(marks);
    }
}
