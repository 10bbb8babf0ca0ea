package org.parcours.command.intake.fhir.mapping.order;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.FhirValueText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.events.DetailKey;

/** What a Specimen states, as details of its own events and of the results that were obtained from it. */
public record SpecimenDescription(ResourceContext context, FhirElement specimen) {

    /** The specimens to which a result refers: those of the message with their details, the others by their names. */
    public static void addReferenced(
            ResourceContext context, List<FhirElement> references, AnnotationsBuilder annotations) {
        for (FhirElement reference : references) {
            Optional<FhirElement> specimen = context.resolve(reference, "Specimen");
            if (specimen.isPresent()) {
                SpecimenDescription description = new SpecimenDescription(context, specimen.get());
                annotations.detail(DetailKey.MATERIAL, description.material());
                annotations.detail(
                        DetailKey.COLLECTED_AT,
                        description.collectedAt().map(time -> time.value().text()));
                description.addTo(annotations);
            } else {
                annotations.detail(DetailKey.SPECIMEN, ReferenceLabel.of(context, reference));
            }
        }
    }

    Optional<String> material() {
        return ConceptText.label(specimen.child("type"));
    }

    public Optional<ReportedTime> collectedAt() {
        return context.dateTimes().start(specimen.child("collection").child("collected"));
    }

    Optional<ReportedTime> receivedAt() {
        return context.dateTimes().parse(specimen.child("receivedTime"));
    }

    /** SPM-24, SPM-21: in which condition it arrived. */
    Optional<String> condition() {
        Optional<String> status =
                specimen.text("status").filter(code -> !code.equals("available") && !code.equals("entered-in-error"));
        return JoinedText.joined(Stream.of(ConceptText.labels(specimen.children("condition")), status)
                .flatMap(Optional::stream));
    }

    /** All but the material and the times, which some events have as fields. */
    public void addTo(AnnotationsBuilder annotations) {
        FhirElement collection = specimen.child("collection");
        annotations
                .detail(DetailKey.SPECIMEN, ReferenceLabel.number(specimen.child("accessionIdentifier")))
                .detail(DetailKey.SPECIMEN_CONDITION, condition())
                .detail(DetailKey.SPECIMEN_SITE, ConceptText.label(collection.child("bodySite")))
                .detail(DetailKey.COLLECTOR, ReferenceLabel.people(context, collection.children("collector")))
                .detail(DetailKey.METHOD, ConceptText.label(collection.child("method")))
                .detail(DetailKey.QUANTITY, FhirValueText.quantity(collection.child("quantity")))
                .detail(DetailKey.DURATION, FhirValueText.quantity(collection.child("duration")))
                .detail(DetailKey.FASTING, FhirValueText.of(collection.child("fastingStatus")))
                .detail(DetailKey.PARENT_SPECIMEN, ReferenceLabel.of(context, specimen.children("parent")))
                .notes(specimen.children("note"));
        context.dateTimes()
                .end(collection.child("collected"))
                .ifPresent(end -> annotations.detail(
                        DetailKey.END, Optional.of(end.value().text())));
        specimen.children("container")
                .forEach(container -> annotations.detail(DetailKey.CONTAINER, container(container)));
        specimen.children("processing")
                .forEach(processing -> annotations.detail(DetailKey.PROCESSING, processing(processing)));
    }

    private Optional<String> container(FhirElement container) {
        return joined(
                container.text("description"),
                ConceptText.label(container.child("type")),
                container.children("identifier").stream()
                        .flatMap(number -> ReferenceLabel.number(number).stream())
                        .findFirst(),
                FhirValueText.quantity(container.child("specimenQuantity")),
                FhirValueText.quantity(container.child("capacity")).map(capacity -> "≤ " + capacity),
                ConceptText.label(container.child("additive"))
                        .or(() -> ReferenceLabel.of(context, container.child("additive"))));
    }

    private Optional<String> processing(FhirElement processing) {
        return joined(
                processing.text("description"),
                ConceptText.label(processing.child("procedure")),
                ReferenceLabel.of(context, processing.children("additive")),
                FhirValueText.of(processing.child("time")));
    }

    @SafeVarargs
    private static Optional<String> joined(Optional<String>... parts) {
        return Optional.of(String.join(
                        " ",
                        Stream.of(parts).flatMap(Optional::stream).distinct().toList()))
                .filter(text -> !text.isEmpty());
    }
}
