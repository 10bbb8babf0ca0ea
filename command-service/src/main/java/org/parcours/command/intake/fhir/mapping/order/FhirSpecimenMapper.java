package org.parcours.command.intake.fhir.mapping.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;

/** Maps a Specimen: that it was collected, received or rejected, for each of the orders that it was collected for. */
public final class FhirSpecimenMapper {

    private final ResourceContext context;
    private final FhirElement specimen;
    private final SpecimenDescription description;

    private FhirSpecimenMapper(ResourceContext context) {
        this.context = context;
        this.specimen = context.resource();
        this.description = new SpecimenDescription(context, specimen);
    }

    public static List<Fact> facts(ResourceContext context) {
        FhirElement specimen = context.resource();
        if (specimen.child("subject").isEmpty() && !context.isTakenBack()) {
            throw new NotTrackedException(
                    specimen.path(), "it has no subject; kept for the resources that refer to it");
        }
        return new FhirSpecimenMapper(context).facts();
    }

    private List<Fact> facts() {
        PatientEvidence patient = context.subject();
        List<OrderNumbers> ofRequests = OrderReferences.all(context, specimen.children("request"));
        List<OrderNumbers> orders = ofRequests.isEmpty()
                ? List.of(new OrderNumbers(Optional.empty(), Optional.of(context.identifier())))
                : ofRequests;
        Optional<String> status = specimen.text("status");
        List<Fact> facts = new ArrayList<>();
        if (status.filter("entered-in-error"::equals).isPresent()) {
            Optional<Coding> material = DataTypeMapper.coding(specimen.child("type"));
            context.discardContent();
            for (OrderNumbers order : orders) {
                // Whichever of them was recorded.
                Stream.of(
                                new SpecimenCollected(order, number(), material),
                                new SpecimenReceived(order, number(), material),
                                new SpecimenRejected(order, number(), material, Optional.empty()))
                        .map(event -> keys(ofRequests.isEmpty())
                                .annotate(context.fact(patient, Optional.empty(), context.reportedTime(), event))
                                .enteredInError())
                        .forEach(facts::add);
            }
            return facts;
        }
        boolean rejected = status.filter("unsatisfactory"::equals).isPresent();
        orders.forEach(order -> facts.addAll(facts(patient, order, rejected, ofRequests.isEmpty())));
        return facts;
    }

    private List<Fact> facts(PatientEvidence patient, OrderNumbers order, boolean rejected, boolean ownStep) {
        Optional<Coding> material = DataTypeMapper.coding(specimen.child("type"));
        Optional<ReportedTime> collectedAt = description.collectedAt();
        Optional<ReportedTime> receivedAt = description.receivedAt();
        List<Fact> facts = new ArrayList<>();
        if (collectedAt.isPresent() || receivedAt.isEmpty() && !rejected) {
            Event collected = new SpecimenCollected(order, number(), material);
            facts.add(fact(patient, context.occurredAt(collectedAt), collected, ownStep));
        }
        if (rejected) {
            Optional<Coding> reason = description.condition().map(DataTypeMapper::textCoding);
            Event rejection = new SpecimenRejected(order, number(), material, reason);
            facts.add(fact(patient, context.occurredAt(receivedAt), rejection, ownStep));
        } else if (receivedAt.isPresent()) {
            Event receipt = new SpecimenReceived(order, number(), material);
            facts.add(fact(patient, context.occurredAt(receivedAt), receipt, ownStep));
        }
        return facts;
    }

    /** SPM-2: the laboratory's number, by which people find the tube, where there is one. */
    private Optional<Identifier> number() {
        return Optional.of(context.identifier());
    }

    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, Event event, boolean ownStep) {
        AnnotationsBuilder annotations = keys(ownStep);
        description.addTo(annotations);
        ConceptText.label(specimen.child("type"));
        Optional<PartialDateTime> collectedAt = description.collectedAt().map(ReportedTime::value);
        Optional<PartialDateTime> receivedAt = description.receivedAt().map(ReportedTime::value);
        if (!(event instanceof SpecimenCollected)) {
            annotations.detail(DetailKey.COLLECTED_AT, collectedAt.map(PartialDateTime::text));
        } else {
            annotations.detail(DetailKey.RECEIVED_AT, receivedAt.map(PartialDateTime::text));
        }
        return annotations.annotate(context.fact(patient, Optional.empty(), occurredAt, event));
    }

    private AnnotationsBuilder keys(boolean ownStep) {
        AnnotationsBuilder annotations = new AnnotationsBuilder(context);
        return ownStep ? annotations.keys("filler-order", context.identity().all()) : annotations;
    }
}
