package org.parcours.command.journey.decision;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.OrderHistory;
import org.parcours.command.journey.stay.MovementChange;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MovementKind;
import org.parcours.events.Observation;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.LocationReported;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StepKey;
import org.parcours.events.SurgeryEvent;

/**
 * Which of the recorded events of the fact's step or stay are about the same thing: the same movement, order, result,
 * administration, … (ADR 0037).
 */
record SameThing(Fact fact, StayNumbers stays) {

    /** Numbers that several things of one order share. */
    private static final Set<String> ORDER_FAMILIES = Set.of("placer-order", "accession");

    boolean test(Envelope recorded) {
        Event other = recorded.event();
        if (fact.event() instanceof LocationReported) {
            return StateComparison.location(other).isPresent();
        }
        if (StateStage.of(fact.event()).track() != StateStage.of(other).track()) {
            return false;
        }
        return switch (fact.event()) {
            case PreAdmissionPlanned plan when plan.movement().isEmpty() -> other instanceof PreAdmissionPlanned;
            case StayEvent stay -> other instanceof StayEvent movement && isSameMovement(stay, movement);
            case AppointmentEvent _, SurgeryEvent _, StepRecorded _, PatientIdentityUpdated _ -> true;
            case DischargeLetterEvent letter ->
                other instanceof DischargeLetterEvent version
                        && (version.letter().isSameNumberAs(letter.letter()) || sharesOwnNumber(recorded));
            case MedicationEvent _ -> isSameMedicationAct(recorded);
            default ->
                sharesOwnNumber(recorded)
                        || !haveOtherNumbers(recorded)
                                && isSameExamination(other)
                                && isSameReport(other)
                                && isSameSpecimen(other);
        };
    }

    /** Whether a later version of the recorded event's resource says something about the thing too, if only by silence. */
    boolean isOfSameResource(Envelope recorded) {
        return test(recorded)
                || fact.event() instanceof StayEvent mine
                        && recorded.event() instanceof StayEvent other
                        && mine.movement()
                                .flatMap(one -> other.movement()
                                        .filter(theirs -> stays.areOfOneEncounter(one.id(), theirs.id())))
                                .isPresent();
    }

    /** Whether another fact of the same message is about the thing. */
    boolean isReportedBy(Fact other) {
        if (fact.event() instanceof StayEvent one && other.event() instanceof StayEvent movement) {
            return isSameMovement(one, movement);
        }
        boolean sharesKey = fact.stepKeys().stream().anyMatch(other.stepKeys()::contains);
        Optional<String> mine = OrderHistory.examinationKey(fact.event());
        Optional<String> theirs = OrderHistory.examinationKey(other.event());
        boolean sameAct = !StateStage.of(fact.event()).isMedicationAct()
                || fact.occurredAt().isEqual(other.occurredAt());
        return sharesKey && sameAct && (mine.isEmpty() || theirs.isEmpty() || mine.equals(theirs));
    }

    private boolean isSameMovement(StayEvent one, StayEvent other) {
        return one.movement()
                        .flatMap(
                                mine -> other.movement().filter(theirs -> stays.isSameMovement(mine.id(), theirs.id())))
                        .isPresent()
                && (kind(one).isEmpty() || kind(other).isEmpty() || kind(one).equals(kind(other)));
    }

    private static Optional<MovementKind> kind(StayEvent event) {
        return switch (MovementChange.of(event)) {
            case MovementChange.Creation(var kind) -> Optional.of(kind);
            case MovementChange.Cancellation(var kind) -> Optional.of(kind);
            case MovementChange.Correction(var kind) -> kind;
            case MovementChange.LocationReport _ -> Optional.empty();
        };
    }

    /** A prescription has many dispensings and administrations: by their own numbers, else by their times. */
    private boolean isSameMedicationAct(Envelope recorded) {
        if (StateStage.of(fact.event()).track() == StateStage.Track.PRESCRIPTION || sharesOwnNumber(recorded)) {
            return true;
        }
        return !haveOtherNumbers(recorded) && EventContent.isSameTime(fact, recorded);
    }

    private boolean isSameExamination(Event other) {
        Optional<String> mine = OrderHistory.examinationKey(fact.event());
        Optional<String> theirs = OrderHistory.examinationKey(other);
        boolean wholeOrder =
                StateStage.of(fact.event()).isEnd() || StateStage.of(other).isEnd();
        return mine.equals(theirs) || wholeOrder && (mine.isEmpty() || theirs.isEmpty());
    }

    private boolean isSameSpecimen(Event other) {
        Optional<Identifier> mine = specimen(fact.event());
        Optional<Identifier> theirs = specimen(other);
        return mine.isEmpty() || theirs.isEmpty() || mine.get().isSameNumberAs(theirs.get());
    }

    private static Optional<Identifier> specimen(Event event) {
        return switch (event) {
            case SpecimenCollected collected -> collected.specimen();
            case SpecimenReceived received -> received.specimen();
            case SpecimenRejected rejected -> rejected.specimen();
            default -> Optional.empty();
        };
    }

    /** One order may have several reports, each with its own number. */
    private boolean isSameReport(Event other) {
        return StateStage.of(other).track() == StateStage.Track.ORDER
                || ofFillers(fact.event().stepKeys()).stream()
                        .allMatch(mine -> ofFillers(other.stepKeys()).stream().allMatch(mine::equals));
    }

    private static List<StepKey> ofFillers(List<StepKey> keys) {
        return keys.stream()
                .filter(key -> !ORDER_FAMILIES.contains(key.family()))
                .toList();
    }

    /** Whether both are known by numbers beside that of their event, and by none in common. */
    private boolean haveOtherNumbers(Envelope recorded) {
        return !ownOtherKeys(fact.event(), fact.annotations()).isEmpty()
                && !ownOtherKeys(recorded.event(), recorded.annotations()).isEmpty()
                && !isSameNumberOfEvent(recorded);
    }

    /** A thing may have another id on another server, and the same number: then both events must say the same thing. */
    private boolean isSameNumberOfEvent(Envelope recorded) {
        boolean act = StateStage.of(fact.event()).isMedicationAct();
        return !act && !Collections.disjoint(ofFillersOrAll(fact.event()), ofFillersOrAll(recorded.event()));
    }

    private static List<StepKey> ofFillersOrAll(Event event) {
        return StateStage.of(event).track() == StateStage.Track.ORDER ? event.stepKeys() : ofFillers(event.stepKeys());
    }

    /** Laboratories use their numbers again; the id of a resource tells two of one number apart. */
    boolean mayBeSameResource(Envelope recorded) {
        return ownOtherKeys(fact.event(), fact.annotations()).isEmpty()
                || ownOtherKeys(recorded.event(), recorded.annotations()).isEmpty()
                || sharesOwnNumber(recorded);
    }

    /** Whether the event was recorded for the same resource, and not for another one of the same number. */
    boolean isSameResource(Envelope recorded) {
        Optional<StepKey> mine = firstOtherKey(fact.event(), fact.annotations());
        return mine.isPresent()
                && (recorded.event().stepKeys().contains(mine.get())
                        || mine.equals(firstOtherKey(recorded.event(), recorded.annotations())));
    }

    /** The further keys of an event begin with those of its own resource: {@link StateDecider#annotations}. */
    private static Optional<StepKey> firstOtherKey(Event event, EventAnnotations annotations) {
        return annotations.otherKeys().stream()
                .filter(key -> !event.stepKeys().contains(key))
                .findFirst();
    }

    /** Whether a number other than that of the event names the same resource. */
    boolean sharesOwnNumber(Envelope recorded) {
        Set<StepKey> mine = ownOtherKeys(fact.event(), fact.annotations());
        Set<StepKey> theirs = ownOtherKeys(recorded.event(), recorded.annotations());
        if (mine.isEmpty() && theirs.isEmpty()) {
            return false;
        }
        return !Collections.disjoint(mine, withEventKeys(theirs, recorded.event()))
                || !Collections.disjoint(theirs, withEventKeys(mine, fact.event()));
    }

    private static Set<StepKey> withEventKeys(Set<StepKey> own, Event event) {
        Set<StepKey> all = new HashSet<>(own);
        if (!StateStage.of(event).isMedicationAct()) {
            all.addAll(ofFillersOrAll(event));
        }
        return all;
    }

    /** The further keys without those of the values inside a report. */
    static Set<StepKey> ownOtherKeys(Event event, EventAnnotations annotations) {
        if (annotations.otherKeys().isEmpty()) {
            return Set.of();
        }
        Set<StepKey> own = new HashSet<>(annotations.otherKeys());
        Set<StepKey> ofEvent = new HashSet<>(event.stepKeys());
        for (Observation value : values(event)) {
            boolean isWholeEvent = ofEvent.stream()
                    .anyMatch(key -> value.identifiers().stream().anyMatch(key.identifier()::isSameNumberAs));
            if (!isWholeEvent) {
                own.removeIf(key -> value.identifiers().stream().anyMatch(key.identifier()::isSameNumberAs));
            }
        }
        return own;
    }

    static List<Observation> values(Event event) {
        return switch (event) {
            case ResultIssued result -> result.observations();
            case ResultCorrected result -> result.observations();
            case ImagingReported report -> report.observations();
            default -> List.of();
        };
    }
}
