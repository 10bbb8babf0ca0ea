package org.parcours.command.intake.fhir.mapping.order;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.firstCoding;
import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.hasCode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.catalogue.CatalogueStepKindResolver;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/** Maps ServiceRequest (an order of an exam, imaging, surgery or another step). */
public record FhirOrderMapper(ResourceContext context, FhirElement request) {

    private static final Set<String> SURGERY = Set.of("387713003");

    private enum OrderKind {
        EXAM,
        IMAGING,
        SURGERY,
        OTHER
    }

    public static List<Fact> facts(ResourceContext context) {
        RequestIntent.requireOrder(context);
        FhirOrderMapper mapper = new FhirOrderMapper(context, context.resource());
        String status = context.requireText("status");
        boolean revokes = status.equals("revoked")
                && !context.resource().flag("doNotPerform").orElse(false)
                && mapper.kind() != OrderKind.OTHER;
        // What was revoked may never have been reported before: an unchanged order records nothing.
        if (revokes) {
            return List.of(mapper.fact("active"), mapper.fact(status));
        }
        return status.equals("entered-in-error") ? mapper.withdrawals(status) : List.of(mapper.fact(status));
    }

    private List<Fact> withdrawals(String status) {
        EnteredInErrorResource takenBack = new EnteredInErrorResource(context, context.subject());
        return Stream.of(
                        Stream.of(fact(status), takenBack.step(), takenBack.surgery()),
                        takenBack.orders(examination()).stream())
                .flatMap(facts -> facts)
                .toList();
    }

    private Fact fact(String status) {
        RequestIntent.requireOrdered(context, status);
        PatientEvidence patient = context.subject();
        boolean prohibited = request.flag("doNotPerform").orElse(false);
        OrderKind kind = prohibited ? OrderKind.OTHER : kind();
        AnnotationsBuilder annotations = keys(kind);
        if (status.equals("entered-in-error")) {
            Fact withdrawn = fact(patient, context.reportedTime(), orderEvent(kind, status, prohibited));
            context.discardContent();
            return annotations.annotate(withdrawn).enteredInError();
        }
        boolean isExam = kind == OrderKind.EXAM || kind == OrderKind.IMAGING;
        boolean isOrdered = isExam && !status.equals("revoked") && !status.equals("on-hold");
        new OrderDetails(context, annotations).add(kind == OrderKind.SURGERY, isOrdered);
        if (prohibited) {
            annotations.detail(
                    DetailKey.NOT_TO_BE_DONE, Optional.of(examination().label()));
        }
        boolean isPlainOrder = status.equals("active") || status.equals("revoked") || status.equals("on-hold");
        annotations.detail(DetailKey.ORDER_STATUS, Optional.of(status).filter(_ -> !isPlainOrder));
        OccurrenceTime occurredAt = status.equals("revoked") && kind != OrderKind.OTHER
                ? context.reportedTime()
                : context.occurredAt(context.time("authoredOn"));
        return annotations.annotate(fact(patient, occurredAt, event(kind, status, prohibited)));
    }

    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, Event event) {
        return context.fact(patient, context.visit(request.child("encounter")), occurredAt, event);
    }

    private AnnotationsBuilder keys(OrderKind kind) {
        String family =
                switch (kind) {
                    case EXAM, IMAGING -> "placer-order";
                    case SURGERY -> "surgery";
                    case OTHER -> stepKind();
                };
        return new AnnotationsBuilder(context)
                .keys(family, OrderReferences.ownIdentifiers(context.identity().all()));
    }

    private Event event(OrderKind kind, String status, boolean prohibited) {
        return switch (status) {
            case "revoked" -> cancellationEvent(kind);
            case "on-hold" -> heldEvent(kind);
            default -> orderEvent(kind, status, prohibited);
        };
    }

    private Event orderEvent(OrderKind kind, String status, boolean prohibited) {
        Coding examination = examination();
        Optional<String> priority = request.text("priority");
        Optional<PartialDateTime> plannedAt = context.start("occurrence").map(ReportedTime::value);
        Optional<Practitioner> prescriber = context.practitioner(request.child("requester"));
        return switch (kind) {
            case EXAM -> new ExamOrdered(numbers(), examination, priority, plannedAt, prescriber);
            case IMAGING -> new ImagingOrdered(numbers(), examination, priority, plannedAt, prescriber);
            case SURGERY ->
                new SurgeryScheduled(
                        context.identifier(),
                        Optional.of(examination),
                        plannedAt,
                        context.end("occurrence").map(ReportedTime::value),
                        context.location(request.child("locationReference")),
                        context.practitioner(request.child("performer")));
            case OTHER -> step(prohibited ? StepStatus.NOT_DONE : stepStatus(status));
        };
    }

    /** ORC-1 HD. An operation that is on hold is shown with the status of its order. */
    private Event heldEvent(OrderKind kind) {
        return switch (kind) {
            case EXAM, IMAGING -> new ExamOrderHeld(numbers(), Optional.of(examination()), statusReason());
            case SURGERY -> orderEvent(kind, "on-hold", false);
            case OTHER -> step(StepStatus.ON_HOLD);
        };
    }

    private Event cancellationEvent(OrderKind kind) {
        Optional<Coding> examination = coding(request.child("code"));
        return switch (kind) {
            case EXAM -> new ExamOrderCancelled(numbers(), examination, statusReason());
            case IMAGING -> new ImagingOrderCancelled(numbers(), examination, statusReason());
            case SURGERY -> new SurgeryCancelled(context.identifier(), statusReason());
            case OTHER -> step(StepStatus.CANCELLED);
        };
    }

    /** R5 has an element for it, R4 an extension. */
    private Optional<Coding> statusReason() {
        return request.extensions(url -> url.endsWith("request-statusReason")).stream()
                .flatMap(extension -> ConceptText.label(extension.child("value")).stream())
                .findFirst()
                .map(DataTypeMapper::textCoding);
    }

    private StepRecorded step(StepStatus status) {
        return new StepRecorded(
                stepKind(),
                context.identifier(),
                status,
                Optional.of(examination().label()),
                Optional.empty(),
                Map.of());
    }

    private String stepKind() {
        return new CatalogueStepKindResolver(context.settings())
                .resolve(request.child("code"), request.children("category"));
    }

    private static StepStatus stepStatus(String status) {
        return switch (status) {
            case "completed" -> StepStatus.DONE;
            case "unknown" -> StepStatus.UNKNOWN;
            default -> StepStatus.PLANNED;
        };
    }

    /** An order without a category is an exam where it has a specimen or a LOINC code. */
    private OrderKind kind() {
        List<FhirElement> categories = request.children("category");
        ResultClassifier classifier = new ResultClassifier(context, request);
        if (classifier.isImaging()) {
            return OrderKind.IMAGING;
        }
        if (hasCode(categories, SURGERY)) {
            return OrderKind.SURGERY;
        }
        return classifier.isLaboratory() || categories.isEmpty() && classifier.hasLoincCode()
                ? OrderKind.EXAM
                : OrderKind.OTHER;
    }

    private Coding examination() {
        ConceptText.label(request.child("code"));
        return coding(request.child("code"))
                .or(() -> firstCoding(request.children("orderDetail")))
                .or(() -> firstCoding(request.children("category")))
                .or(() -> context.isTakenBack() ? Optional.of(DataTypeMapper.textCoding("?")) : Optional.empty())
                .orElseThrow(() -> context.missingElement("code"));
    }

    private OrderNumbers numbers() {
        return OrderReferences.numbers(context.identity().all());
    }
}
