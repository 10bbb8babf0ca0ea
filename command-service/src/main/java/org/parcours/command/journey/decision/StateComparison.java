package org.parcours.command.journey.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.ExamEvent;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LetterEvent;
import org.parcours.events.LetterEvent.DischargeLetterIssued;
import org.parcours.events.LetterEvent.DischargeLetterReplaced;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ReportStatus;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/**
 * What it comes to that a state is told, where the same thing has been told before: nothing where it is as it was, and
 * otherwise a correction (ADR 0020).
 *
 * @param before the last that was told of the same thing
 */
record StateComparison(Fact fact, List<Envelope> history, Optional<Envelope> before) {

    static StateComparison of(Fact fact, List<Envelope> history) {
        return new StateComparison(
                fact,
                history,
                history.reversed().stream()
                        .filter(recorded -> aboutTheSame(fact, recorded))
                        .findFirst());
    }

    /** The event that says it already. */
    Optional<Envelope> unchanged() {
        if (fact.event() instanceof PatientIdentityUpdated updated) {
            return before.filter(_ -> saysNothingNew(updated));
        }
        return before.filter(recorded -> sameTime(fact, recorded)
                && (recorded.event().equals(fact.event()) || recorded.event().equals(corrected())));
    }

    /** What happened, now that it is known what was told before. */
    Event event() {
        return before.isPresent() ? corrected() : fact.event();
    }

    /** A state told anew is no surprise, and corrects what it says otherwise of the same stage. */
    DecisionResult verdict(DecisionResult decided) {
        List<Anomaly> anomalies = decided.anomalies().stream()
                .filter(anomaly -> anomaly.code() != Code.MOVEMENT_RESENT)
                .toList();
        Optional<EventId> corrects = decided.corrects()
                .or(() -> before.filter(recorded -> sameStage(recorded.event())).map(Envelope::id));
        return new DecisionResult(corrects, anomalies);
    }

    /** Where nothing says when, it is when it was told, which proves nothing. */
    private static boolean sameTime(Fact fact, Envelope recorded) {
        return fact.occurredAt().isEqual(recorded.occurredAt())
                || fact.reportedAt()
                        .filter(told -> told.isEqual(fact.occurredAt()))
                        .isPresent();
    }

    private boolean sameStage(Event recorded) {
        return recorded.getClass() == fact.event().getClass()
                && !(recorded instanceof SurgeryScheduled)
                && switch (fact.event()) {
                    case ResultIssued issued -> ((ResultIssued) recorded).status() == issued.status();
                    case ImagingReported reported -> ((ImagingReported) recorded).status() == reported.status();
                    case StepRecorded step -> ((StepRecorded) recorded).status() == step.status();
                    default -> true;
                };
    }

    private Event corrected() {
        Optional<Event> last = before.map(Envelope::event);
        return switch (fact.event()) {
            case AppointmentBooked(var number, var start, var end, var reason, var place, var who) ->
                new AppointmentRescheduled(number, start, end, reason, place, who);
            case ResultIssued(var order, var exam, var status, var values, var document)
            when status == ResultStatus.FINAL
                    && last.filter(event -> event instanceof ResultCorrected
                                    || event instanceof ResultIssued issued && issued.status() == ResultStatus.FINAL)
                            .isPresent() -> new ResultCorrected(order, exam, values, document);
            case ImagingReported(var order, var exam, var status, var values, var document)
            when status == ReportStatus.FINAL
                    && last.filter(event -> event instanceof ImagingReported reported
                                    && reported.status() != ReportStatus.PRELIMINARY)
                            .isPresent() -> new ImagingReported(order, exam, ReportStatus.CORRECTED, values, document);
            case DischargeLetterIssued(var letter, var title, var document, var author)
            when last.filter(
                            event -> event instanceof DischargeLetterIssued || event instanceof DischargeLetterReplaced)
                    .isPresent() -> new DischargeLetterReplaced(letter, Optional.empty(), title, document, author);
            default -> fact.event();
        };
    }

    private boolean saysNothingNew(PatientIdentityUpdated updated) {
        Demographics known = Demographics.UNKNOWN;
        Set<Identifier> identifiers = new HashSet<>();
        for (Envelope recorded : history) {
            switch (recorded.event()) {
                case PatientRegistered registered -> {
                    known = known.updatedBy(registered.demographics());
                    identifiers.addAll(registered.identifiers());
                }
                case PatientIdentityUpdated told -> {
                    known = known.updatedBy(told.demographics());
                    identifiers.addAll(told.identifiers());
                }
                default -> {}
            }
        }
        return known.updatedBy(fact.patient().demographics().updatedBy(updated.demographics()))
                        .equals(known)
                && updated.identifiers().stream()
                        .allMatch(told -> identifiers.stream().anyMatch(told::isSameNumberAs));
    }

    /** The history is the step's, or the stay's: which of the things that it knows is it? */
    private static boolean aboutTheSame(Fact fact, Envelope recorded) {
        Event told = fact.event();
        Event known = recorded.event();
        return switch (told) {
            case StayEvent stay ->
                known instanceof StayEvent other
                        && stay.movement().isPresent()
                        && other.movement()
                                .filter(movement -> movement.id()
                                        .isSameNumberAs(stay.movement().get().id()))
                                .isPresent();
            case AppointmentEvent _ -> told instanceof PatientArrived == known instanceof PatientArrived;
            case ExamEvent _, ImagingEvent _ ->
                sameOrder(told, known) && examination(told).equals(examination(known)) && sameReport(told, known);
            case SurgeryEvent _ -> told.getClass() == known.getClass() || known instanceof SurgeryCancelled;
            case MedicationPrescribed _, MedicationStopped _ -> told.getClass() == known.getClass();
            case MedicationDispensed _, MedicationAdministered _ ->
                told.getClass() == known.getClass() && sameTime(fact, recorded);
            case LetterEvent letter ->
                known instanceof LetterEvent other && other.letter().isSameNumberAs(letter.letter());
            case StepRecorded _, PatientIdentityUpdated _ -> true;
            default -> false;
        };
    }

    private static boolean sameOrder(Event told, Event known) {
        return isOrder(told) == isOrder(known)
                && isResult(told) == isResult(known)
                && (isOrder(told) || isResult(told) || told.getClass() == known.getClass());
    }

    private static boolean isOrder(Event event) {
        return event instanceof ExamOrdered
                || event instanceof ExamOrderCancelled
                || event instanceof ImagingOrdered
                || event instanceof ImagingOrderCancelled;
    }

    private static boolean isResult(Event event) {
        return event instanceof ResultIssued
                || event instanceof ResultCorrected
                || event instanceof ResultWithdrawn
                || event instanceof ImagingReported;
    }

    /** Several reports may answer one order: each has a number of its own. */
    private static boolean sameReport(Event told, Event known) {
        return told.stepKeys().stream()
                .filter(key -> key.family().equals(FILLER))
                .allMatch(ours -> known.stepKeys().stream()
                        .filter(key -> key.family().equals(FILLER))
                        .allMatch(ours::equals));
    }

    private static final String FILLER = "filler-order";

    private static Optional<String> examination(Event event) {
        return switch (event) {
            case ExamEvent exam -> exam.affectedExamination().map(Coding::key);
            case ImagingEvent imaging -> imaging.affectedExamination().map(Coding::key);
            default -> Optional.empty();
        };
    }
}
