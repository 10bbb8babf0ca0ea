package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.parcours.events.Envelope;
import org.parcours.query.EventLogBuilder;
import org.parcours.query.RandomEventLog;

/** Properties of the fold, on random logs with late, early, repeated, corrected and contradictory events. */
class TimelinePropertiesTest {

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    private static Timeline replay(List<Envelope> log) {
        return Timeline.replay(EventLogBuilder.patient(0), log, Optional.empty(), ValidTimeCutoff.NONE);
    }

    @Property(tries = 300)
    void the_order_of_the_input_does_not_matter(@ForAll("seeds") long seed) {
        List<Envelope> log = RandomEventLog.create(seed, 60);
        List<Envelope> shuffled = new ArrayList<>(log);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(replay(shuffled)).isEqualTo(replay(log));
    }

    @Property(tries = 300)
    void an_event_given_twice_counts_once(@ForAll("seeds") long seed) {
        List<Envelope> log = RandomEventLog.create(seed, 60);
        List<Envelope> twice = new ArrayList<>(log);
        twice.addAll(log.subList(log.size() / 3, log.size()));
        assertThat(replay(twice)).isEqualTo(replay(log));
    }

    /** Renumbering complete steps against each other changes none of them. */
    @Property(tries = 300)
    void the_order_in_which_independent_steps_arrive_does_not_matter(@ForAll("seeds") long seed) {
        List<Envelope> log = RandomEventLog.createForOnePatient(seed, 60);
        Map<UUID, List<Envelope>> steps = new LinkedHashMap<>();
        log.forEach(e -> StepEventsFold.stepOf(e)
                .ifPresent(s -> steps.computeIfAbsent(s, k -> new ArrayList<>()).add(e)));
        List<UUID> order = new ArrayList<>(steps.keySet());
        Collections.shuffle(order, new Random(seed));
        List<Envelope> renumbered = new ArrayList<>();
        order.forEach(step ->
                steps.get(step).forEach(e -> renumbered.add(e.atPosition(renumbered.size() + 1, e.recordedAt()))));
        assertThat(shapes(replay(renumbered))).isEqualTo(shapes(replay(log)));
    }

    @Property(tries = 300)
    void as_it_was_in_the_far_future_is_the_current_state(@ForAll("seeds") long seed) {
        List<Envelope> log = RandomEventLog.create(seed, 60);
        Timeline later = Timeline.replay(
                EventLogBuilder.patient(0),
                log,
                Optional.of(EventLogBuilder.at("2099-01-01T00:00").toInstant()),
                ValidTimeCutoff.of(EventLogBuilder.at("2099-01-01T00:00").toInstant()));
        assertThat(later).isEqualTo(replay(log));
    }

    @Property(tries = 300)
    void as_we_knew_it_is_the_fold_of_the_events_recorded_by_then(@ForAll("seeds") long seed) {
        List<Envelope> log = RandomEventLog.create(seed, 60);
        Envelope limit = log.get(log.size() / 2);
        List<Envelope> recorded = log.stream()
                .filter(e -> !e.recordedAt().isAfter(limit.recordedAt()))
                .toList();
        assertThat(Timeline.replay(
                        EventLogBuilder.patient(0), log, Optional.of(limit.recordedAt()), ValidTimeCutoff.NONE))
                .isEqualTo(replay(recorded));
    }

    /** An event of a whole order appears in each of its examinations. */
    @Property(tries = 300)
    void every_event_is_in_the_history_of_an_entry(@ForAll("seeds") long seed) {
        List<Envelope> log = RandomEventLog.createForOnePatient(seed, 60);
        List<Long> shown = replay(log).entries().stream()
                .flatMap(entry -> entry.history().stream())
                .map(historyEntry -> historyEntry.envelope().position())
                .distinct()
                .sorted()
                .toList();
        List<Long> recorded = log.stream()
                .filter(e -> StepEventsFold.stepOf(e).isPresent())
                .map(Envelope::position)
                .toList();
        assertThat(shown).isEqualTo(recorded);
    }

    private static Map<String, String> shapes(Timeline timeline) {
        Map<String, String> shapes = new HashMap<>();
        timeline.entries()
                .forEach(e -> shapes.put(
                        e.id(),
                        e.kind()
                                + e.status()
                                + e.stage()
                                + e.start()
                                + e.end()
                                + e.details()
                                + e.values()
                                + e.anomalies()
                                + e.corrected()
                                + e.late()));
        return shapes;
    }
}
