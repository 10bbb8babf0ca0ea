package org.parcours.command.intake.fhir.mapping.datatype;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Coding;

/** A CodeableConcept as text and as codes. Reading it accounts for all of its codings: their text stands for them. */
public final class ConceptText {

    private ConceptText() {}

    /** The text as the sender wrote it, otherwise what the codes display, otherwise the codes. */
    public static Optional<String> label(FhirElement concept) {
        List<String> codes = new ArrayList<>();
        List<String> displays = new ArrayList<>();
        for (FhirElement coding : concept.children("coding")) {
            coding.text("system");
            coding.text("code").ifPresent(codes::add);
            coding.text("display").ifPresent(displays::add);
        }
        return concept.text("text").or(() -> JoinedText.joined(displays)).or(() -> JoinedText.joined(codes));
    }

    public static Optional<String> labels(List<FhirElement> concepts) {
        return concepts.isEmpty()
                ? Optional.empty()
                : JoinedText.joined(concepts.stream().flatMap(concept -> label(concept).stream()));
    }

    /** The text with the displays that say something else: {@code Positif (Detected)}. */
    public static Optional<String> fullText(FhirElement concept) {
        Optional<String> label = label(concept);
        Optional<String> displays = JoinedText.joined(concept.children("coding").stream()
                .flatMap(coding -> coding.text("display").stream())
                .filter(display -> label.filter(text -> containsIgnoringCase(text, display))
                        .isEmpty()));
        return label.map(
                text -> displays.map(others -> text + " (" + others + ")").orElse(text));
    }

    private static boolean containsIgnoringCase(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /** The codings besides the one that {@link DataTypeMapper#coding} returns. */
    public static List<Coding> otherCodings(FhirElement concept) {
        List<FhirElement> codings = concept.children("coding");
        if (codings.size() == 1 && codings.getFirst().text("code").isPresent()) {
            DataTypeMapper.ofCoding(codings.getFirst());
            return List.of();
        }
        List<Coding> all = codings.stream()
                .flatMap(coding -> DataTypeMapper.ofCoding(coding).stream())
                .toList();
        return Stream.concat(
                        all.stream().filter(coding -> coding.code().isPresent()).skip(1),
                        all.stream().filter(coding -> coding.code().isEmpty()))
                .distinct()
                .toList();
    }
}
