package org.parcours.command.intake.fhir.mapping.order;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStepKindResolver;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepKey;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/**
 * A resource that was entered in error, and may not say any more what kind of step it was (FHIR R4, 2.26.3.5: a system may
 * remove the content). It is withdrawn as whatever its id was recorded as: the category says nothing about what is known.
 * Another thing may have the same number, so that numbers count only where there is no id.
 */
public record EnteredInErrorResource(ResourceContext context, PatientEvidence patient) {

    /** A step of the catalogue, of any kind. */
    public Fact step() {
        List<String> kinds = new CatalogueStepKindResolver(context.settings()).kinds();
        return fact(
                new StepRecorded(
                        "other",
                        numbers().getFirst(),
                        StepStatus.WITHDRAWN,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                kinds.stream());
    }

    public Fact surgery() {
        return fact(
                new SurgeryScheduled(
                        numbers().getFirst(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Stream.of("surgery"));
    }

    /** An order of an examination. */
    List<Fact> orders(Coding examination) {
        OrderNumbers order = OrderReferences.numbers(numbers());
        return List.of(
                fact(
                        new ExamOrdered(order, examination, Optional.empty(), Optional.empty(), Optional.empty()),
                        Stream.of("placer-order")),
                fact(
                        new ImagingOrdered(order, examination, Optional.empty(), Optional.empty(), Optional.empty()),
                        Stream.of("placer-order")));
    }

    private Fact fact(Event event, Stream<String> families) {
        Fact fact = context.fact(patient, Optional.empty(), context.reportedTime(), event);
        List<StepKey> keys = families.flatMap(family -> numbers().stream().map(number -> new StepKey(family, number)))
                .toList();
        return fact.withAnnotations(fact.annotations().withOtherKeys(keys)).enteredInError();
    }

    private List<Identifier> numbers() {
        List<Identifier> ids = context.identity().ids();
        return ids.isEmpty() ? context.identity().all() : ids;
    }
}
