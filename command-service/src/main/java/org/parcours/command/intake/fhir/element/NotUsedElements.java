package org.parcours.command.intake.fhir.element;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The elements that Parcours deliberately does not use, each with its reason ({@code fhir/not-used-elements.tsv}), and those
 * that can change the meaning of an entry if they are not read. {@code docs/fhir.md} is generated from the same list.
 */
public final class NotUsedElements {

    /** Beside the modifier elements of FHIR: comments, reasons, dosages and absent values. */
    private static final Set<String> CHANGE_MEANING = Set.of(
            "note",
            "statusReason",
            "dosage",
            "dosageInstruction",
            "dataAbsentReason",
            "interpretation",
            "outcome",
            "value");

    private static final Map<String, String> REASONS = read();

    private NotUsedElements() {}

    /** The reason by path: {@code Patient.contact}, {@code Coding.version}, {@code *.meta.profile}; in the list's order. */
    public static Map<String, String> reasons() {
        return REASONS;
    }

    /**
     * Whether a part of an element is listed, or an element that contains it.
     *
     * @param type of a resource, of a data type or of a nested element
     * @param path of the part within it: {@code coding.version} within a {@code CodeableConcept}
     */
    public static boolean contains(String type, String path) {
        String part = path;
        for (int end = part.length(); end > 0; end = part.lastIndexOf('.')) {
            part = part.substring(0, end);
            if (REASONS.containsKey(type + "." + part)
                    || FhirType.resource(type).isPresent() && REASONS.containsKey("*." + part)) {
                return true;
            }
        }
        return false;
    }

    /** An unknown element may be a misspelt one, so it may change the meaning. */
    static boolean mayChangeMeaning(Optional<ElementDefinition> definition, String definitionPath) {
        return definition.map(ElementDefinition::isModifier).orElse(true)
                || CHANGE_MEANING.contains(definitionPath.substring(definitionPath.lastIndexOf('.') + 1));
    }

    private static Map<String, String> read() {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (InputStream stream = NotUsedElements.class.getResourceAsStream("/fhir/not-used-elements.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("fhir/not-used-elements.tsv is not on the class path");
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .forEach(columns -> reasons.put(columns[0], columns[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("fhir/not-used-elements.tsv", e);
        }
        return Collections.unmodifiableMap(reasons);
    }
}
