package org.parcours.command.intake.fhir.mapping.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.events.CodedWord;
import org.parcours.events.DetailKey;

/** How, where and of what an Observation was made: details of its event, or notes on its value inside a report. */
record ObservationStatements(ResourceContext context, FhirElement observation) {

    /** By their labels on notes, which are in the language of the hospital as the texts of its applications are. */
    /**
     * Whom or what the value is about, where that is not the subject: FHIR R4 names a fetus, a donor, an implant. Such a
     * value must not be read as the patient's.
     */
    Optional<String> focus() {
        Stream<String> references = observation.children("focus").stream()
                .filter(focus -> !isSubject(focus))
                .flatMap(focus -> ReferenceLabel.of(context, focus).stream());
        Stream<String> codes = observation.extensions(url -> url.endsWith("observation-focusCode")).stream()
                .peek(extension -> extension.text("url"))
                .flatMap(extension -> ConceptText.label(extension.child("value")).stream());
        return JoinedText.joined(Stream.concat(references, codes));
    }

    private boolean isSubject(FhirElement focus) {
        FhirElement subject = observation.child("subject");
        Optional<String> literal = focus.text("reference");
        Optional<FhirElement> target = context.resolve(focus);
        return literal.isPresent() && literal.equals(subject.text("reference"))
                || target.isPresent()
                        && context.resolve(subject)
                                .filter(patient -> patient == target.get())
                                .isPresent();
    }

    void addTo(AnnotationsBuilder annotations) {
        details().forEach((key, value) -> annotations.detail(key, Optional.of(value)));
        annotations.detail(DetailKey.FOCUS, focus());
    }

    /** @param known what the report states itself, by its label */
    List<String> notes(List<String> known) {
        Map<String, String> details = details();
        ReferenceLabel.of(context, observation.children("specimen"))
                .ifPresent(specimen -> details.put(DetailKey.SPECIMEN, specimen));
        return details.entrySet().stream()
                .filter(detail -> !known.contains(detail.getValue()))
                .map(detail -> CodedWord.label("detail." + detail.getKey(), detail.getValue()))
                .toList();
    }

    private Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        put(details, DetailKey.METHOD, ConceptText.label(observation.child("method")));
        put(details, DetailKey.SITE, ConceptText.label(observation.child("bodySite")));
        put(details, DetailKey.DEVICE, ReferenceLabel.of(context, observation.child("device")));
        put(details, DetailKey.DERIVED_FROM, ReferenceLabel.of(context, observation.children("derivedFrom")));
        put(details, DetailKey.PART_OF, ReferenceLabel.of(context, observation.children("partOf")));
        put(details, DetailKey.PERFORMER, ReferenceLabel.people(context, observation.children("performer")));
        return details;
    }

    private static void put(Map<String, String> details, String key, Optional<String> value) {
        value.ifPresent(text -> details.put(key, text));
    }
}
