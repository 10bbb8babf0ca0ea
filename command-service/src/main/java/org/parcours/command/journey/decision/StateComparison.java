package org.parcours.command.journey.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.Demographics;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.Location;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PatientId;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.LocationReported;
import org.parcours.events.StepKey;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/**
 * Compares a reported state with what is recorded of the same thing: an unchanged state records nothing, a changed one
 * a correction (ADR 0020), an older one history only (ADR 0037).
 *
 * @param recorded all events of the thing, also withdrawn ones, and those of other patients
 * @param inEffect the patient's events that count
 * @param endedByMessage whether the same message reports that the thing has ended: the fact is what was ended
 */
record StateComparison(
        Fact fact,
        String application,
        SameThing thing,
        List<Envelope> recorded,
        List<Envelope> inEffect,
        boolean endedByMessage) {

    /** The last event that says something of the same kind about the thing. */
    Optional<Envelope> previous() {
        return last(
                envelope -> StatementKind.isSame(fact.event(), envelope.event()) && !ReportedValue.isPart(envelope));
    }

    /** The event that ended, or resumed, the thing since {@link #previous}. */
    Optional<Envelope> ender() {
        return endedByMessage
                ? Optional.empty()
                : latest().filter(latest -> isEndedBy(StateStage.of(latest.event()))
                        && !StateVersion.of(fact, application).isOlderThan(StateVersion.of(latest)));
    }

    /** The last event about the thing, whatever it says. */
    Optional<Envelope> latest() {
        return last(_ -> true);
    }

    private boolean isEndedBy(StateStage latest) {
        return !(fact.event() instanceof LocationReported)
                && StateStage.of(fact.event()).isEndedBy(latest);
    }

    private Optional<Envelope> last(Predicate<Envelope> condition) {
        return inEffect.stream()
                .filter(envelope -> thing.test(envelope) && condition.test(envelope))
                .reduce((one, next) -> StateVersion.of(next).isOlderThan(StateVersion.of(one)) ? one : next);
    }

    /** The recorded event that has the reported state already. */
    Optional<Envelope> unchangedEvent() {
        return unchangedEventOfFact().or(() -> asSent().flatMap(StateComparison::unchangedEventOfFact));
    }

    /** Whether the application stated the same then; the places and people to which it refers had other names. */
    private boolean wasSentAlike(Envelope envelope) {
        return fact.asSent()
                .map(sent -> EventContent.hash(sent.event(), sent.annotations()))
                .filter(hash -> envelope.annotations().asSentHash().equals(Optional.of(hash)))
                .filter(_ -> EventContent.isSameTime(fact, envelope))
                .isPresent();
    }

    /** The state without the names that Parcours has learnt from other messages. */
    private Optional<StateComparison> asSent() {
        return fact.asSent()
                .map(sent -> new StateComparison(sent, application, thing, recorded, inEffect, endedByMessage));
    }

    private Optional<Envelope> unchangedEventOfFact() {
        Optional<Envelope> previous = previous();
        if (fact.event() instanceof PatientIdentityUpdated updated) {
            return previous.filter(_ -> identity(updated).addsNothing());
        }
        if (fact.event() instanceof LocationReported reported) {
            return previous.filter(envelope -> isAt(reported, envelope.event()));
        }
        return previous.filter(this::isUnchanged).or(() -> previousOfResource().filter(this::isUnchanged));
    }

    private boolean isUnchanged(Envelope envelope) {
        return ender().isEmpty()
                && isInSameStay(envelope)
                && (wasSentAlike(envelope)
                        || saysTheSame(envelope, envelope.event())
                        || saysTheSame(envelope, ReportedValue.withCurrentValues(envelope, inEffect)));
    }

    /** What the same resource said last, where another one of the same number has said something since. */
    private Optional<Envelope> previousOfResource() {
        return last(envelope -> StatementKind.isSame(fact.event(), envelope.event())
                && !ReportedValue.isPart(envelope)
                && thing.isSameResource(envelope));
    }

    /** The demographics to record, with what the resource of the patient no longer states. */
    Demographics demographics() {
        return fact.event() instanceof PatientIdentityUpdated updated
                ? identity(updated).demographics()
                : PatientIdentifierMatch.demographics(fact);
    }

    private IdentityComparison identity(PatientIdentityUpdated updated) {
        Set<PatientId> person = inEffect.stream().map(Envelope::subject).collect(Collectors.toSet());
        List<Envelope> history = recorded.stream()
                .filter(envelope -> person.contains(envelope.subject()))
                .toList();
        List<Envelope> ofOthers = recorded.stream()
                .filter(envelope -> !person.contains(envelope.subject()))
                .toList();
        return IdentityComparison.of(fact, updated, application, history, ofOthers);
    }

    private boolean saysTheSame(Envelope envelope, Event current) {
        return EventContent.isSame(fact.event(), fact, envelope, current)
                || EventContent.isSame(asCorrection(), fact, envelope, current);
    }

    /** A state that does not name its stay is no evidence that it is in none. */
    private boolean isInSameStay(Envelope envelope) {
        return stays().ids().isEmpty()
                || envelope.stay().filter(stays().ids()::contains).isPresent();
    }

    private StayNumbers stays() {
        return thing.stays();
    }

    /** Whether the state names its thing by a number that was not known: the next report may only have that one. */
    boolean addsNumber() {
        if (fact.event() instanceof IdentityEvent) {
            return false;
        }
        List<Envelope> ofThing = inEffect.stream().filter(thing::test).toList();
        if (fact.event() instanceof StayEvent) {
            return StayNumbers.addsNumber(fact, ofThing);
        }
        Set<StepKey> known = new HashSet<>();
        ofThing.forEach(envelope -> known.addAll(envelope.stepKeys()));
        return !known.isEmpty() && !known.containsAll(fact.stepKeys());
    }

    /** The keys under which the thing was recorded before. */
    List<StepKey> knownKeys() {
        return inEffect.stream()
                .filter(envelope -> !envelope.annotations().otherKeys().isEmpty() && thing.test(envelope))
                .flatMap(envelope -> envelope.stepKeys().stream())
                .distinct()
                .toList();
    }

    /**
     * Whether a later version is recorded, or a withdrawal of one. What was ended before it was reported is recorded as
     * if it had arrived in time: without it, nothing would say what has ended.
     */
    boolean isOlder() {
        if (fact.event() instanceof PatientIdentityUpdated updated) {
            return identity(updated).isOlder();
        }
        if (fact.event() instanceof IdentityEvent) {
            return false;
        }
        StateVersion version = StateVersion.of(fact, application);
        Set<EventId> ofThing = new HashSet<>();
        List<Envelope> newer = recorded.stream()
                .filter(envelope -> {
                    boolean concerns = envelope.event() instanceof EventsWithdrawn withdrawal
                            ? withdrawal.events().stream().anyMatch(ofThing::contains)
                            : thing.isOfSameResource(envelope) && ofThing.add(envelope.id());
                    return concerns && version.isOlderThan(StateVersion.of(envelope));
                })
                .toList();
        boolean isWhatEnded = !fact.takesBack()
                && !StateStage.of(fact.event()).isEnd()
                && previous().isEmpty()
                && newer.stream()
                        .allMatch(envelope -> inEffect.contains(envelope)
                                && StateStage.of(fact.event()).isEndedBy(StateStage.of(envelope.event())));
        return !newer.isEmpty() && !isWhatEnded;
    }

    /** Whether the history has what this older version says. */
    boolean isInHistory() {
        return isFactInHistory()
                || asSent().filter(StateComparison::isFactInHistory).isPresent();
    }

    private boolean isFactInHistory() {
        return recorded.stream()
                .anyMatch(envelope -> thing.test(envelope)
                        && (EventContent.isSame(fact.event(), fact, envelope)
                                || EventContent.isSame(correctedForm(), fact, envelope)));
    }

    /** The event to record, given the previous one. */
    Event eventToRecord() {
        return previous().isPresent() && ender().isEmpty() ? asCorrection() : fact.event();
    }

    /** A repeated state is no anomaly; it corrects what ended its thing, else the previous event of the same stage. */
    CorrectionAndAnomalies adjust(CorrectionAndAnomalies annotations) {
        boolean isStay = fact.event() instanceof StayEvent;
        Optional<EventId> ended = isStay ? Optional.empty() : ender().map(Envelope::id);
        Optional<EventId> corrects = ended.or(annotations::corrects).or(() -> previous()
                .filter(envelope -> isSameStage(envelope.event()))
                .map(Envelope::id));
        Stream<org.parcours.events.Anomaly> anomalies = annotations.anomalies().stream()
                .filter(anomaly -> anomaly.code() != Code.MOVEMENT_RESENT
                        && !(corrects.isPresent() && anomaly.code() == Code.CORRECTS_NOTHING_KNOWN));
        return new CorrectionAndAnomalies(corrects, anomalies.toList());
    }

    private boolean isSameStage(Event other) {
        return other.getClass() == fact.event().getClass()
                && !(other instanceof SurgeryScheduled || other instanceof LocationReported)
                && switch (fact.event()) {
                    case ResultIssued issued -> ((ResultIssued) other).status() == issued.status();
                    case ImagingReported reported -> ((ImagingReported) other).status() == reported.status();
                    case StepRecorded step -> ((StepRecorded) other).status() == step.status();
                    default -> true;
                };
    }

    private Event asCorrection() {
        boolean corrects =
                switch (fact.event()) {
                    case AppointmentBooked _ -> true;
                    case ResultIssued _ ->
                        previousIs(event -> event instanceof ResultCorrected
                                || event instanceof ResultIssued issued && issued.status() == ResultStatus.FINAL);
                    case ImagingReported _ ->
                        previousIs(event -> event instanceof ImagingReported reported
                                && reported.status() != ImagingReportStatus.PRELIMINARY);
                    case DischargeLetterIssued _ ->
                        previousIs(event ->
                                event instanceof DischargeLetterIssued || event instanceof DischargeLetterReplaced);
                    default -> false;
                };
        return corrects ? correctedForm() : fact.event();
    }

    /** The event as a change of an earlier one. */
    private Event correctedForm() {
        return switch (fact.event()) {
            case AppointmentBooked(var number, var start, var end, var reason, var place, var who) ->
                new AppointmentRescheduled(number, start, end, reason, place, who);
            case ResultIssued(var order, var exam, var status, var values, var document)
            when status == ResultStatus.FINAL -> new ResultCorrected(order, exam, values, document);
            case ImagingReported(var order, var exam, var status, var values, var document)
            when status == ImagingReportStatus.FINAL ->
                new ImagingReported(order, exam, ImagingReportStatus.CORRECTED, values, document);
            case DischargeLetterIssued(var letter, var title, var document, var author) ->
                new DischargeLetterReplaced(letter, Optional.empty(), title, document, author);
            default -> fact.event();
        };
    }

    private boolean previousIs(Predicate<Event> condition) {
        return previous().map(Envelope::event).filter(condition).isPresent();
    }

    private static boolean isAt(LocationReported reported, Event recorded) {
        return location(recorded).equals(reported.location())
                && (reported.doctor().isEmpty()
                        || !(recorded instanceof LocationReported earlier)
                        || earlier.doctor().equals(reported.doctor()));
    }

    /** Where a movement, or a report, says that the patient is. */
    static Optional<Location> location(Event event) {
        return switch (event) {
            case StayEvent.PatientAdmitted admitted -> admitted.location();
            case StayEvent.PatientTransferred transferred -> transferred.location();
            case StayEvent.PatientClassChanged changed -> changed.location();
            case StayEvent.ResponsibleDoctorChanged changed -> changed.location();
            case StayEvent.LeaveEnded ended -> ended.location();
            case StayEvent.MovementCorrected corrected -> corrected.location();
            case LocationReported reported -> reported.location();
            default -> Optional.empty();
        };
    }
}
