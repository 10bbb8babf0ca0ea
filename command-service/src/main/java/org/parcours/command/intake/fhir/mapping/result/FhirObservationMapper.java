package org.parcours.command.intake.fhir.mapping.result;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.order.EnteredInErrorResource;
import org.parcours.command.intake.fhir.mapping.order.OrderReferences;
import org.parcours.command.intake.fhir.mapping.order.ResultClassifier;
import org.parcours.command.intake.fhir.mapping.order.SpecimenDescription;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;

/**
 * Maps an Observation that belongs to no report of the message: a result of a laboratory or of imaging, or a step of the kind of
 * its category. It may also be a value of a report that was recorded before.
 */
public final class FhirObservationMapper {

    private final ResourceContext context;
    private final FhirElement observation;
    private final Coding code;
    private final ResultClassifier classifier;
    private final ResultEvents events;
    private final AnnotationsBuilder annotations;
    private final List<Identifier> members = new ArrayList<>();

    private FhirObservationMapper(ResourceContext context) {
        this.context = context;
        this.observation = context.resource();
        this.code = coding(observation.child("code")).orElseThrow(() -> context.missingElement("code"));
        this.classifier = new ResultClassifier(context, observation);
        this.events = new ResultEvents(
                OrderReferences.ofReport(
                        context, OrderReferences.first(context, observation.children("basedOn")), Optional.empty()),
                code,
                classifier.isImaging());
        this.annotations = new AnnotationsBuilder(context);
    }

    /** No fact for an observation of a report or a panel of the same message, which has its value. */
    public static List<Fact> facts(ResourceContext context) {
        return context.reportedObservations().reportOf(context.resource()).isPresent()
                ? List.of()
                : new FhirObservationMapper(context).facts();
    }

    private List<Fact> facts() {
        boolean isTakenBack = ResultState.of(context.requireText("status")) == ResultState.ENTERED_IN_ERROR;
        return isTakenBack
                ? List.of(fact(), new EnteredInErrorResource(context, context.subject()).step())
                : List.of(fact());
    }

    private Fact fact() {
        ResultState state = ResultState.of(context.requireText("status"));
        PatientEvidence patient = context.subject();
        return switch (state) {
            case ENTERED_IN_ERROR -> {
                Fact withdrawn = fact(
                        patient,
                        context.reportedTime(),
                        events.result(state, List.of(), Optional.empty()),
                        ObservationStep.of(context, code, state, List.of()));
                context.discardContent();
                yield annotations.annotate(withdrawn).enteredInError();
            }
            case CANCELLED -> {
                annotations.notes(observation.children("note"));
                Optional<Coding> reason =
                        ConceptText.label(observation.child("dataAbsentReason")).map(DataTypeMapper::textCoding);
                // Like the result that it takes the place of, it stands at the time of the observation.
                Fact cancelled = fact(
                        patient,
                        ResultTimes.of(context, Optional.empty()).occurredAt(),
                        events.cancellation(reason),
                        ObservationStep.of(context, code, state, List.of()));
                context.discardContent();
                yield annotations.annotate(cancelled);
            }
            case REGISTERED, PRELIMINARY, FINAL, AMENDED, UNKNOWN -> valueFact(patient, state);
        };
    }

    private Fact valueFact(PatientEvidence patient, ResultState state) {
        ObservationValueMapper mapper =
                new ObservationValueMapper(context, code, context.start("effective"), List.of());
        List<Observation> values = mapper.mapAlone(observation);
        members.addAll(mapper.identifiers());
        ObservationStatements statements = new ObservationStatements(context, observation);
        SpecimenDescription.addReferenced(
                context,
                observation.child("specimen").isPresent() ? List.of(observation.child("specimen")) : List.of(),
                annotations);
        statements.addTo(annotations);
        ResultTimes times = ResultTimes.of(context, Optional.empty());
        times.addTo(annotations);
        annotations
                .notes(observation.children("note"))
                .detail(DetailKey.RESULT_STATUS, ResultState.toShow(observation))
                .detail(DetailKey.MISSING_RESULTS, mapper.missing())
                .detail(DetailKey.OTHER_ORDERS, OrderReferences.others(context, observation.children("basedOn")));
        boolean isAnnounced = state == ResultState.REGISTERED
                && values.stream().allMatch(value -> value.value().isEmpty());
        Event result = isAnnounced ? events.announcement() : events.result(state, values, Optional.empty());
        return annotations.annotate(
                fact(patient, times.occurredAt(), result, ObservationStep.of(context, code, state, values)));
    }

    /** A step of care may be known as a value of a report, under the same number. */
    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, Event result, ObservationStep step) {
        if (classifier.isResult()) {
            annotations
                    .keys(
                            "filler-order",
                            OrderReferences.ownIdentifiers(context.identity().all()))
                    .keys("filler-order", members);
            return context.fact(patient, context.visit(observation.child("encounter")), occurredAt, result);
        }
        annotations.keys(step.event().kind(), context.identity().all());
        annotations.detail(DetailKey.CATEGORY, step.category());
        Fact fact = context.fact(patient, context.visit(observation.child("encounter")), occurredAt, step.event());
        List<DocumentRef> documents = step.furtherDocuments();
        return new Fact(
                fact.patient(),
                fact.visit(),
                fact.occurredAt(),
                fact.reportedAt(),
                fact.event(),
                Optional.of(result),
                fact.state(),
                fact.annotations().withAttachments(documents),
                fact.anomalies());
    }
}
