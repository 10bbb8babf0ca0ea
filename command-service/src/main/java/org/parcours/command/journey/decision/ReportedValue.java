package org.parcours.command.journey.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepKey;

/**
 * A value reported by itself that a recorded report contains: a FHIR Observation is a resource of its own, and part of
 * a DiagnosticReport. It changes that value of the report only.
 *
 * @param report the last event of the report that has the value
 */
record ReportedValue(Fact fact, List<Envelope> inEffect, Envelope report) {

    /** Empty where the fact is no value, or no report that still counts contains it. */
    static Optional<ReportedValue> of(Fact fact, List<Envelope> inEffect) {
        boolean isResult = fact.event() instanceof ResultIssued
                || fact.event() instanceof ImagingReported
                || fact.event() instanceof ResultWithdrawn;
        if (!isResult) {
            return Optional.empty();
        }
        return inEffect.reversed().stream()
                .filter(recorded -> SameThing.values(recorded.event()).stream().anyMatch(isOf(fact)))
                .findFirst()
                .filter(recorded -> !names(fact, recorded) && !isWithdrawnAfter(recorded, inEffect))
                .map(recorded -> new ReportedValue(fact, inEffect, recorded));
    }

    /** Whether the event is the fact's own result, or the report that the fact is. */
    private static boolean names(Fact fact, Envelope recorded) {
        return recorded.event().stepKeys().stream()
                        .filter(key -> key.family().equals("filler-order"))
                        .anyMatch(fact.stepKeys()::contains)
                || new SameThing(fact, StayNumbers.of(fact)).sharesOwnNumber(recorded);
    }

    private static boolean isWithdrawnAfter(Envelope report, List<Envelope> inEffect) {
        return inEffect.subList(inEffect.indexOf(report), inEffect.size()).stream()
                .anyMatch(later -> later.event() instanceof ResultWithdrawn withdrawn
                        && withdrawn.order().mayBeSameReport(order(report.event())));
    }

    /** The event that reports a part of a report only. */
    static boolean isPart(Envelope recorded) {
        List<Observation> values = SameThing.values(recorded.event());
        return !recorded.annotations().wholeState()
                && !values.isEmpty()
                && values.stream().noneMatch(value -> value.identifiers().isEmpty());
    }

    /** The report with the values as later events of its parts have changed them. */
    static Event withCurrentValues(Envelope report, List<Envelope> inEffect) {
        List<Observation> values = new ArrayList<>(SameThing.values(report.event()));
        if (values.isEmpty()) {
            return report.event();
        }
        inEffect.subList(inEffect.indexOf(report), inEffect.size()).stream()
                .filter(later -> isPart(later) && order(later.event()).mayBeSameReport(order(report.event())))
                .flatMap(later -> SameThing.values(later.event()).stream())
                .forEach(changed -> values.replaceAll(value -> isSameValue(value, changed) ? changed : value));
        return withValues(report.event(), values);
    }

    private static boolean isSameValue(Observation one, Observation other) {
        return one.code().key().equals(other.code().key())
                && one.identifiers().stream()
                        .anyMatch(number -> other.identifiers().stream().anyMatch(number::isSameNumberAs));
    }

    private static Event withValues(Event event, List<Observation> values) {
        return switch (event) {
            case ResultIssued(var order, var exam, var status, var _, var document) ->
                new ResultIssued(order, exam, status, values, document);
            case ResultCorrected(var order, var exam, var _, var document) ->
                new ResultCorrected(order, exam, values, document);
            case ImagingReported(var order, var exam, var status, var _, var document) ->
                new ImagingReported(order, exam, status, values, document);
            default -> event;
        };
    }

    /** By the numbers of the resource itself: those of the values that a report contains are not its own. */
    private static Predicate<Observation> isOf(Fact fact) {
        Set<StepKey> own = new HashSet<>(SameThing.ownOtherKeys(fact.event(), fact.annotations()));
        fact.event().stepKeys().stream()
                .filter(key -> key.family().equals("filler-order"))
                .forEach(own::add);
        return value -> value.identifiers().stream().anyMatch(number -> own.stream()
                .anyMatch(key -> key.identifier().isSameNumberAs(number)));
    }

    private List<Observation> current() {
        return SameThing.values(report.event()).stream().filter(isOf(fact)).toList();
    }

    private boolean isTakenBack() {
        return fact.event() instanceof ResultWithdrawn || fact.assertion() == Fact.Assertion.ENTERED_IN_ERROR;
    }

    boolean isUnchanged() {
        if (isTakenBack()) {
            return current().stream().allMatch(ReportedValue::isWithdrawn);
        }
        return current().stream()
                .map(value -> content(value, report.event(), List.of()))
                .toList()
                .equals(reported().stream()
                        .map(value -> content(value, fact.event(), noteOfSingle()))
                        .toList());
    }

    /** Whether the recorded value was reported by the resource itself, in a later version than the fact. */
    boolean isOlder(String application) {
        return isPart(report) && StateVersion.of(fact, application).isOlderThan(StateVersion.of(report));
    }

    /** The values to record: the withdrawn ones too, where the resource has another code now. */
    Event correction() {
        List<Observation> changed = new ArrayList<>();
        List<Observation> reported = isTakenBack() ? List.of() : reported();
        current().stream()
                .filter(value -> reported.stream()
                        .noneMatch(next -> next.code().key().equals(value.code().key())))
                .map(value -> value.withStatus(Optional.of(ObservationStatus.WITHDRAWN)))
                .forEach(changed::add);
        reported.stream().map(this::asPart).forEach(changed::add);
        Optional<DocumentRef> document = documentOf(fact.event());
        return switch (report.event()) {
            case ImagingReported(var order, var exam, var _, var values, var reportDocument) ->
                new ImagingReported(
                        order,
                        exam,
                        ImagingReportStatus.CORRECTED,
                        Stream.concat(
                                        values.stream().filter(isOf(fact).negate()),
                                        changed.stream().filter(value -> !isWithdrawn(value)))
                                .toList(),
                        reportDocument);
            case ResultIssued(var order, var exam, var status, var _, var _)
            when status == ResultStatus.PRELIMINARY -> new ResultIssued(order, exam, status, changed, document);
            default -> {
                LabOrFunctionalExamEvent result = (LabOrFunctionalExamEvent) report.event();
                yield new ResultCorrected(
                        result.order(), result.affectedExamination().orElseThrow(), changed, document);
            }
        };
    }

    /** The keys of the value's own resource, by which the report is found again. */
    EventAnnotations annotations() {
        return fact.annotations()
                .withNotes(noteOfSingle().isEmpty() ? fact.annotations().notes() : List.of())
                .withOtherKeys(fact.stepKeys());
    }

    /** In the place of the recorded value of its code, with the notes that the resource states. */
    private Observation asPart(Observation value) {
        Observation known = current().stream()
                .filter(recorded -> recorded.code().key().equals(value.code().key()))
                .findFirst()
                .orElse(value);
        List<String> notes = Stream.concat(value.notes().stream(), noteOfSingle().stream())
                .distinct()
                .toList();
        return new Observation(
                value.code(),
                value.value(),
                value.unit(),
                value.range(),
                value.flag(),
                known.subId(),
                value.status().or(() -> preliminary(fact.event())),
                value.document(),
                value.otherCodes(),
                notes,
                value.observedAt().or(known::observedAt),
                value.identifiers().isEmpty() ? known.identifiers() : value.identifiers());
    }

    private List<Observation> reported() {
        return SameThing.values(fact.event());
    }

    /** A note on the resource is a note on its value. */
    private List<String> noteOfSingle() {
        return reported().size() == 1 ? fact.annotations().notes() : List.of();
    }

    private static List<Object> content(Observation value, Event event, List<String> moreNotes) {
        return List.of(
                value.code().key(),
                value.value(),
                value.unit(),
                value.range(),
                value.flag(),
                value.document(),
                Stream.concat(value.notes().stream(), moreNotes.stream())
                        .distinct()
                        .toList(),
                isWithdrawn(value),
                value.status().or(() -> preliminary(event)).equals(Optional.of(ObservationStatus.PRELIMINARY)));
    }

    private static Optional<ObservationStatus> preliminary(Event event) {
        boolean preliminary = event instanceof ResultIssued issued && issued.status() == ResultStatus.PRELIMINARY
                || event instanceof ImagingReported report && report.status() == ImagingReportStatus.PRELIMINARY;
        return preliminary ? Optional.of(ObservationStatus.PRELIMINARY) : Optional.empty();
    }

    private static boolean isWithdrawn(Observation value) {
        return value.status().filter(ObservationStatus::isWithdrawal).isPresent();
    }

    private static Optional<DocumentRef> documentOf(Event event) {
        return switch (event) {
            case ResultIssued result -> result.document();
            case ImagingReported imaging -> imaging.document();
            default -> Optional.empty();
        };
    }

    private static OrderNumbers order(Event event) {
        return event instanceof ImagingEvent imaging ? imaging.order() : ((LabOrFunctionalExamEvent) event).order();
    }
}
