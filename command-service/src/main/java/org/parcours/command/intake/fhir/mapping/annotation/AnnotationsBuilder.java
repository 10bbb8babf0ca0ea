package org.parcours.command.intake.fhir.mapping.annotation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.command.message.Fact;
import org.parcours.events.Identifier;
import org.parcours.events.StepKey;

/** Collects what a resource states besides the fields of its event: details, notes and further keys. */
public final class AnnotationsBuilder {

    private final ResourceContext context;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<StepKey> keys = new ArrayList<>();

    public AnnotationsBuilder(ResourceContext context) {
        this.context = context;
    }

    /** A second value of the same key stands beside the first. */
    public AnnotationsBuilder detail(String key, Optional<String> value) {
        value.ifPresent(text -> details.merge(key, text, (one, other) -> one.equals(other) ? one : one + ", " + other));
        return this;
    }

    public AnnotationsBuilder notes(List<FhirElement> annotations) {
        annotations.forEach(annotation -> note(context, annotation).ifPresent(notes::add));
        return this;
    }

    public AnnotationsBuilder texts(List<String> texts) {
        notes.addAll(texts);
        return this;
    }

    public AnnotationsBuilder keys(String family, List<Identifier> identifiers) {
        identifiers.forEach(identifier -> keys.add(new StepKey(family, identifier)));
        return this;
    }

    /** The text of an Annotation with its author and time, where stated. */
    public static Optional<String> note(ResourceContext context, FhirElement annotation) {
        FhirElement author = annotation.child("author");
        Optional<String> name = author.isType("Reference") ? ReferenceLabel.of(context, author) : author.value();
        String signature = String.join(
                ", ",
                Stream.of(name, annotation.text("time"))
                        .flatMap(Optional::stream)
                        .toList());
        return annotation
                .rawText("text")
                .map(String::strip)
                .map(text -> signature.isEmpty() ? text : text + " (" + signature + ")");
    }

    public Fact annotate(Fact fact) {
        Map<String, String> allDetails = new LinkedHashMap<>(fact.annotations().details());
        allDetails.putAll(details);
        List<StepKey> otherKeys = Stream.concat(fact.annotations().otherKeys().stream(), keys.stream())
                .filter(key -> !fact.event().stepKeys().contains(key))
                .toList();
        return fact.withAnnotations(fact.annotations()
                .withDetails(allDetails)
                .withNotes(Stream.concat(fact.annotations().notes().stream(), notes.stream())
                        .distinct()
                        .toList())
                .withOtherKeys(otherKeys));
    }
}
