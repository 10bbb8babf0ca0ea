package org.parcours.command.intake.fhir.mapping.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.context.SubjectComparison;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.FhirValueText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.PartialDateTime;
import tools.jackson.databind.JsonNode;

/**
 * Maps Observations to the values of a report: each with its components and the members of its panel, which have its name, or
 * its value, as their context: the antibiotics of two germs have the same codes. Used once.
 */
final class ObservationValueMapper {

    private static final int MAX_PANEL_DEPTH = 8;

    private static final List<String> OF_REPORT = List.of("encounter", "issued");

    private final ResourceContext context;
    private final Optional<String> examination;
    private final Optional<PartialDateTime> reportTime;
    private final List<String> known;
    private final ObservationTextLimiter limiter;
    private final List<Observation> values = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<FhirElement> mapped = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param examination the name of the report
     * @param reportTime of the report: a value of another time has its own
     * @param known what the report itself states: specimens, people
     */
    ObservationValueMapper(
            ResourceContext context, Coding examination, Optional<ReportedTime> reportTime, List<String> known) {
        this.context = context;
        this.examination = Optional.of(examination.label());
        this.reportTime = reportTime.map(ReportedTime::value);
        this.known = known;
        this.limiter = new ObservationTextLimiter(
                context.documents(), context.settings().maxText());
    }

    /** The values of the results of a report. */
    List<Observation> mapResults(List<FhirElement> references) {
        references.forEach(reference -> addReferenced(reference, Optional.empty(), 0));
        return values;
    }

    /** The values of an Observation that is a fact of its own: what it states besides is on the fact. */
    List<Observation> mapAlone(FhirElement observation) {
        mapped.add(observation);
        addRows(observation, Optional.empty(), List.of());
        addMembers(observation, Optional.empty(), 0);
        return values;
    }

    /** What the report refers to and the message does not contain: named, so that nobody takes the report for complete. */
    Optional<String> missing() {
        return JoinedText.joined(missing.stream());
    }

    /** By which a value is found when it is sent by itself. */
    List<Identifier> identifiers() {
        return values.stream()
                .flatMap(value -> value.identifiers().stream())
                .distinct()
                .toList();
    }

    private void addReferenced(FhirElement reference, Optional<String> parent, int depth) {
        Optional<FhirElement> found =
                context.resolve(reference, "Observation").filter(target -> isOfPatient(target, reference));
        if (found.isEmpty()) {
            ReferenceLabel.of(context, reference).ifPresent(missing::add);
        } else if (mapped.add(found.get())) {
            add(found.get(), parent, depth);
        }
    }

    private void add(FhirElement observation, Optional<String> parent, int depth) {
        if (observation.root() == observation && observation != context.resource()) {
            context.parts().add(observation);
        }
        OF_REPORT.forEach(element -> accountIfSame(observation, element));
        List<String> notes = new ArrayList<>();
        observation.children("note").forEach(note -> AnnotationsBuilder.note(context, note)
                .ifPresent(notes::add));
        notes.addAll(new ObservationStatements(context, observation).notes(known));
        addRows(observation, parent, notes);
        addMembers(observation, parent, depth);
    }

    /** What the value repeats of its report is shown by the report. */
    private void accountIfSame(FhirElement observation, String element) {
        List<FhirElement> own = observation.peek(element);
        if (nodes(own).equals(nodes(context.resource().peek(element)))) {
            own.forEach(FhirElement::markRead);
        }
    }

    private static List<JsonNode> nodes(List<FhirElement> elements) {
        return elements.stream().map(FhirElement::node).toList();
    }

    /** @throws org.parcours.command.message.RejectionException where the value is another patient's */
    private boolean isOfPatient(FhirElement observation, FhirElement reference) {
        boolean contained = observation.root() != observation;
        return switch (SubjectComparison.of(context.references(), context.resource(), observation)) {
            case SAME -> true;
            case DIFFERENT ->
                throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                        reference.path(), "its subject is another patient than that of the report");
            case NOT_COMPARABLE -> contained;
        };
    }

    private void addRows(FhirElement observation, Optional<String> parent, List<String> notes) {
        Optional<ObservationStatus> status = status(observation);
        Optional<String> focus = new ObservationStatements(context, observation).focus();
        Optional<PartialDateTime> observedAt = context.dateTimes()
                .start(observation.child("effective"))
                .map(ReportedTime::value)
                .filter(time -> !reportTime.equals(Optional.of(time)));
        List<Identifier> identifiers =
                context.references().identityOf(observation).all();
        List<FhirElement> components = observation.children("component");
        ObservationRow own = new ObservationRow(context, observation);
        boolean isGroup =
                !components.isEmpty() || !observation.children("hasMember").isEmpty();
        if (own.hasContent() || !isGroup || !notes.isEmpty()) {
            Observation row = own.map(status, joined(parent, focus, Optional.empty()));
            addRow(isGroup && !own.hasContent() ? row.withStatus(status) : row, notes, observedAt, identifiers);
        }
        Optional<String> name = context(observation, parent);
        for (FhirElement component : components) {
            Observation row = new ObservationRow(context, component).map(status, joined(parent, focus, name));
            addRow(row, List.of(), observedAt, identifiers);
        }
    }

    private void addRow(
            Observation row, List<String> notes, Optional<PartialDateTime> observedAt, List<Identifier> identifiers) {
        int limit = context.settings().maxValues();
        if (values.size() == limit) {
            throw FhirRejectionCode.TOO_MANY_VALUES.exceptionAt(
                    context.resource().path(), "the limit is " + limit);
        }
        List<String> allNotes =
                Stream.concat(row.notes().stream(), notes.stream()).toList();
        values.add(limiter.limit(new Observation(
                row.code(),
                row.value(),
                row.unit(),
                row.range(),
                row.flag(),
                row.subId(),
                row.status(),
                row.document(),
                row.otherCodes(),
                allNotes,
                observedAt,
                identifiers)));
    }

    private void addMembers(FhirElement observation, Optional<String> parent, int depth) {
        if (depth < MAX_PANEL_DEPTH) {
            Optional<String> name = joined(parent, context(observation, parent), Optional.empty());
            observation.children("hasMember").forEach(member -> addReferenced(member, name, depth + 1));
        }
    }

    /** The name of a group, or what it found; none where the report says it already. */
    private Optional<String> context(FhirElement observation, Optional<String> parent) {
        Optional<String> found = observation.child("value").isType("CodeableConcept")
                        || observation.child("value").isType("string")
                ? FhirValueText.of(observation, "value")
                : Optional.empty();
        return found.or(() -> ConceptText.label(observation.child("code")))
                .filter(name -> !examination.equals(Optional.of(name)) && !parent.equals(Optional.of(name)));
    }

    private static Optional<String> joined(Optional<String> one, Optional<String> other, Optional<String> third) {
        return JoinedText.joined(Stream.of(one, other, third).flatMap(Optional::stream));
    }

    static Optional<ObservationStatus> status(FhirElement observation) {
        return observation.text("status").flatMap(status -> switch (status) {
            case "registered" ->
                Optional.of(
                        observation.child("value").isEmpty()
                                ? ObservationStatus.PENDING
                                : ObservationStatus.PRELIMINARY);
            case "preliminary" -> Optional.of(ObservationStatus.PRELIMINARY);
            case "final" -> Optional.of(ObservationStatus.FINAL);
            case "amended", "corrected" -> Optional.of(ObservationStatus.CORRECTED);
            case "cancelled", "entered-in-error" -> Optional.of(ObservationStatus.WITHDRAWN);
            case "unknown" -> Optional.of(ObservationStatus.UNVERIFIED);
            default -> Optional.empty();
        });
    }
}
