package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Which of the known values of one code and sub-id each reported one replaces. As many or more values replace each by
 * its place. Fewer replace what says the same or was observed at the same time; a correction also what is left.
 */
final class ValuePlaces {

    private ValuePlaces() {}

    /** For each reported value the index of the known one; empty: it is a further value. */
    static List<Optional<Integer>> assign(List<RankedValue> reported, List<RankedValue> known) {
        boolean furtherMeasurements = !known.isEmpty()
                && reported.stream().allMatch(value -> known.stream().allMatch(value::isOtherMeasurementThan));
        if (furtherMeasurements) {
            return reported.stream().map(_ -> Optional.<Integer>empty()).toList();
        }
        if (reported.size() >= known.size()) {
            return IntStream.range(0, reported.size())
                    .mapToObj(place -> place < known.size() ? Optional.of(place) : Optional.<Integer>empty())
                    .toList();
        }
        return assignFewer(reported, known);
    }

    private static List<Optional<Integer>> assignFewer(List<RankedValue> reported, List<RankedValue> known) {
        Set<Integer> taken = new HashSet<>();
        List<Optional<Integer>> places = new ArrayList<>();
        for (RankedValue value : reported) {
            Optional<Integer> place = first(known, taken, value, ValuePlaces::isObservedTogether)
                    .or(() -> first(known, taken, value, (mine, theirs) -> mine.observation()
                            .value()
                            .equals(theirs.observation().value())));
            place.ifPresent(taken::add);
            places.add(place);
        }
        for (int i = 0; i < reported.size(); i++) {
            RankedValue value = reported.get(i);
            if (places.get(i).isEmpty()) {
                Optional<Integer> place = first(
                        known, taken, value, (mine, theirs) -> mine.isCorrection() || mine.rank() > theirs.rank());
                place.ifPresent(taken::add);
                places.set(i, place);
            }
        }
        return places;
    }

    private static boolean isObservedTogether(RankedValue mine, RankedValue theirs) {
        return mine.observedAt().isPresent() && mine.observedAt().equals(theirs.observedAt());
    }

    private static Optional<Integer> first(
            List<RankedValue> known,
            Set<Integer> taken,
            RankedValue value,
            BiPredicate<RankedValue, RankedValue> condition) {
        return IntStream.range(0, known.size())
                .boxed()
                .filter(place -> !taken.contains(place) && condition.test(value, known.get(place)))
                .findFirst();
    }
}
