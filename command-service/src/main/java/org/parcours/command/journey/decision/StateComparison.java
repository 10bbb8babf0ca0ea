package org.parcours.command.journey.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Demographics;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ResultStatus;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.LocationReported;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/**
 * Compares a reported state with {@code previous}, the last event recorded of the same item: an unchanged state records
 * nothing, a changed one records a correction (ADR 0020).
 */
record StateComparison(Fact fact, List<Envelope> history, Optional<Envelope> previous) {

    static StateComparison of(Fact fact, List<Envelope> history) {
        return new StateComparison(
                fact,
                history,
                history.reversed().stream()
                        .filter(recorded -> concernsSameItem(fact, recorded))
                        .findFirst());
    }

    private static final String FILLER_FAMILY = "filler-order";

    /** The recorded event that has the reported state already. */
    Optional<Envelope> unchangedEvent() {
        if (fact.event() instanceof PatientIdentityUpdated updated) {
            return previous.filter(_ -> addsNothing(updated));
        }
        if (fact.event() instanceof LocationReported reported) {
            return previous.filter(recorded -> isAt(reported, recorded.event()));
        }
        if (fact.event() instanceof StayEvent.PreAdmissionPlanned plan
                && plan.movement().isEmpty()) {
            return previous.filter(recorded -> fact.occurredAt().isEqual(recorded.occurredAt())
                    && recorded.event() instanceof StayEvent.PreAdmissionPlanned earlier
                    && earlier.location().equals(plan.location()));
        }
        return previous.filter(recorded -> isSameTime(fact, recorded)
                && hasSameDetails(recorded)
                && (recorded.event().equals(fact.event()) || recorded.event().equals(asCorrection())));
    }

    /** The event to record, given the previous one. */
    Event eventToRecord() {
        return previous.isPresent() ? asCorrection() : fact.event();
    }

    /** A repeated state is no anomaly, and corrects the previous event where that is of the same stage. */
    CorrectionAndAnomalies adjust(CorrectionAndAnomalies annotations) {
        List<Anomaly> anomalies = annotations.anomalies().stream()
                .filter(anomaly -> anomaly.code() != Code.MOVEMENT_RESENT)
                .toList();
        Optional<EventId> corrects = annotations.corrects().or(() -> previous.filter(
                        recorded -> isSameStage(recorded.event()))
                .map(Envelope::id));
        return new CorrectionAndAnomalies(corrects, anomalies);
    }

    /** A step of the catalogue has its content in the details: the severity of an allergy, its reaction, … */
    private boolean hasSameDetails(Envelope recorded) {
        return !(fact.event() instanceof StepRecorded)
                || fact.annotations().details().equals(recorded.annotations().details());
    }

    /** A state without a time of its own has its time of report, which is no evidence of a change. */
    private static boolean isSameTime(Fact fact, Envelope recorded) {
        return fact.occurredAt().isEqual(recorded.occurredAt())
                || fact.reportedAt()
                        .filter(reportedAt -> reportedAt.isEqual(fact.occurredAt()))
                        .isPresent();
    }

    private boolean isSameStage(Event recorded) {
        return recorded.getClass() == fact.event().getClass()
                && !(recorded instanceof SurgeryScheduled || recorded instanceof LocationReported)
                && switch (fact.event()) {
                    case ResultIssued issued -> ((ResultIssued) recorded).status() == issued.status();
                    case ImagingReported reported -> ((ImagingReported) recorded).status() == reported.status();
                    case StepRecorded step -> ((StepRecorded) recorded).status() == step.status();
                    default -> true;
                };
    }

    private Event asCorrection() {
        return switch (fact.event()) {
            case AppointmentBooked(var number, var start, var end, var reason, var place, var who) ->
                new AppointmentRescheduled(number, start, end, reason, place, who);
            case ResultIssued(var order, var exam, var status, var values, var document)
            when status == ResultStatus.FINAL
                    && previousIs(event -> event instanceof ResultCorrected
                            || event instanceof ResultIssued issued && issued.status() == ResultStatus.FINAL) ->
                new ResultCorrected(order, exam, values, document);
            case ImagingReported(var order, var exam, var status, var values, var document)
            when status == ImagingReportStatus.FINAL
                    && previousIs(event -> event instanceof ImagingReported reported
                            && reported.status() != ImagingReportStatus.PRELIMINARY) ->
                new ImagingReported(order, exam, ImagingReportStatus.CORRECTED, values, document);
            case DischargeLetterIssued(var letter, var title, var document, var author)
            when previousIs(
                    event -> event instanceof DischargeLetterIssued || event instanceof DischargeLetterReplaced) ->
                new DischargeLetterReplaced(letter, Optional.empty(), title, document, author);
            default -> fact.event();
        };
    }

    private boolean previousIs(Predicate<Event> condition) {
        return previous.map(Envelope::event).filter(condition).isPresent();
    }

    private boolean addsNothing(PatientIdentityUpdated updated) {
        Demographics known = Demographics.UNKNOWN;
        Set<Identifier> identifiers = new HashSet<>();
        for (Envelope recorded : history) {
            switch (recorded.event()) {
                case PatientRegistered registered -> {
                    known = known.updatedBy(registered.demographics());
                    identifiers.addAll(registered.identifiers());
                }
                case PatientIdentityUpdated update -> {
                    known = known.updatedBy(update.demographics());
                    identifiers.addAll(update.identifiers());
                }
                default -> {}
            }
        }
        return known.updatedBy(fact.patient().demographics().updatedBy(updated.demographics()))
                        .equals(known)
                && updated.identifiers().stream()
                        .allMatch(identifier -> identifiers.stream().anyMatch(identifier::isSameNumberAs));
    }

    private static boolean isAt(LocationReported reported, Event recorded) {
        return location(recorded).equals(reported.location())
                && (reported.doctor().isEmpty()
                        || !(recorded instanceof LocationReported earlier)
                        || earlier.doctor().equals(reported.doctor()));
    }

    /** Where a movement, or a report, says that the patient is. */
    private static Optional<Location> location(Event event) {
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

    /** Whether a recorded event of the fact's step or stay is about the same movement, result, letter, … */
    private static boolean concernsSameItem(Fact fact, Envelope recorded) {
        Event reportedEvent = fact.event();
        Event recordedEvent = recorded.event();
        return switch (reportedEvent) {
            case LocationReported _ -> location(recordedEvent).isPresent();
            case StayEvent.PreAdmissionPlanned plan
            when plan.movement().isEmpty() -> recordedEvent instanceof StayEvent.PreAdmissionPlanned;
            case StayEvent stay ->
                recordedEvent instanceof StayEvent other
                        && stay.movement().isPresent()
                        && other.movement()
                                .filter(movement -> movement.id()
                                        .isSameNumberAs(stay.movement().get().id()))
                                .isPresent();
            case AppointmentEvent _ ->
                reportedEvent instanceof PatientArrived == recordedEvent instanceof PatientArrived;
            case LabOrFunctionalExamEvent _, ImagingEvent _ ->
                orderStage(reportedEvent) == orderStage(recordedEvent)
                        && OrderHistory.examinationKey(reportedEvent).equals(OrderHistory.examinationKey(recordedEvent))
                        && isSameReport(reportedEvent, recordedEvent);
            case SurgeryEvent _ ->
                reportedEvent.getClass() == recordedEvent.getClass() || recordedEvent instanceof SurgeryCancelled;
            case MedicationPrescribed _, MedicationStopped _ -> reportedEvent.getClass() == recordedEvent.getClass();
            case MedicationDispensed _, MedicationAdministered _ ->
                reportedEvent.getClass() == recordedEvent.getClass() && isSameTime(fact, recorded);
            case DischargeLetterEvent letter ->
                recordedEvent instanceof DischargeLetterEvent other
                        && other.letter().isSameNumberAs(letter.letter());
            case StepRecorded _, PatientIdentityUpdated _ -> true;
            default -> false;
        };
    }

    /** The first type of the event's stage: ordered, with a result, or the type itself. */
    private static Class<? extends Event> orderStage(Event event) {
        return switch (event) {
            case ExamOrdered _, ExamOrderCancelled _, ImagingOrdered _, ImagingOrderCancelled _ -> ExamOrdered.class;
            case ResultIssued _, ResultCorrected _, ResultWithdrawn _, ImagingReported _ -> ResultIssued.class;
            default -> event.getClass();
        };
    }

    /** One order may have several reports, each with its own number. */
    private static boolean isSameReport(Event reportedEvent, Event recordedEvent) {
        return reportedEvent.stepKeys().stream()
                .filter(key -> key.family().equals(FILLER_FAMILY))
                .allMatch(reportedKey -> recordedEvent.stepKeys().stream()
                        .filter(key -> key.family().equals(FILLER_FAMILY))
                        .allMatch(reportedKey::equals));
    }
}
