package org.parcours.command.journey.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.MovementReference;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStartCancelled;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.TimeOrigin;

/**
 * The leave that a state means which says only that the patient is on leave, or is not: no version has to list the
 * leaves of the stay (FHIR Encounter.statusHistory), so the place in that list does not identify it. It is the open leave.
 */
record CurrentLeave(StateComparison comparison) {

    private static final Pattern NUMBERED = Pattern.compile("(.*#leave-)(\\d+)");

    /** Empty where the fact states no such thing. */
    static Optional<CurrentLeave> of(StateComparison comparison) {
        Fact fact = comparison.fact();
        boolean isEnd = fact.event() instanceof LeaveEnded && fact.assertion() == Fact.Assertion.ONLY_IF_KNOWN;
        TimeOrigin origin = fact.annotations().origin();
        boolean isStart = fact.event() instanceof LeaveStarted started
                && fact.assertion() == Fact.Assertion.HAPPENED
                && (origin == TimeOrigin.DERIVED || origin == TimeOrigin.RECEIVED)
                && name(started).isPresent();
        return isEnd || isStart ? Optional.of(new CurrentLeave(comparison)) : Optional.empty();
    }

    /** The application's last leave that has neither ended nor been cancelled. */
    Optional<Envelope> open() {
        List<Envelope> inEffect = comparison.inEffect();
        return inEffect.stream()
                .filter(recorded -> recorded.event() instanceof LeaveStarted started
                        && recorded.reporter().application().equals(comparison.application())
                        && inEffect.stream()
                                .map(Envelope::event)
                                .noneMatch(other -> other instanceof LeaveEnded end && isSame(started, end))
                        && inEffect.subList(inEffect.indexOf(recorded) + 1, inEffect.size()).stream()
                                .map(Envelope::event)
                                .noneMatch(later ->
                                        later instanceof LeaveStartCancelled cancelled && isSame(started, cancelled)))
                .reduce((_, later) -> later);
    }

    private boolean isSame(StayEvent one, StayEvent other) {
        return one.movement()
                .flatMap(mine -> other.movement()
                        .filter(theirs -> comparison.thing().stays().isSameMovement(mine.id(), theirs.id())))
                .isPresent();
    }

    /** The end of that leave. */
    StayEvent endOf(Envelope leave) {
        StayEvent reported = (StayEvent) comparison.fact().event();
        return reported.with(reported.visit(), ((StayEvent) leave.event()).movement());
    }

    /** The start, under the first number that no leave has had: one that has ended does not start again. */
    StayEvent start() {
        StayEvent reported = (StayEvent) comparison.fact().event();
        Set<String> taken = new HashSet<>();
        comparison.recorded().stream()
                .filter(recorded -> recorded.event() instanceof LeaveStarted)
                .flatMap(recorded -> name((StayEvent) recorded.event()).stream())
                .forEach(name -> taken.add(name.group(2)));
        int number = name(reported).map(name -> Integer.parseInt(name.group(2))).orElse(0);
        while (taken.contains(Integer.toString(number))) {
            number++;
        }
        int free = number;
        return reported.with(reported.visit(), reported.movement().map(movement -> numbered(movement, free)));
    }

    private static MovementReference numbered(MovementReference movement, int number) {
        String prefix = NUMBERED.matcher(movement.id().value()).replaceFirst("$1");
        return new MovementReference(
                Identifier.of(movement.id().system(), prefix + number), movement.nature(), movement.historic());
    }

    private static Optional<MatchResult> name(StayEvent event) {
        return event.movement()
                .map(movement -> NUMBERED.matcher(movement.id().value()))
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult);
    }
}
