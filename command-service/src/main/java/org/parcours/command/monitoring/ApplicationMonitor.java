package org.parcours.command.monitoring;

import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.parcours.command.monitoring.ActivityBucket.Size;
import org.parcours.command.monitoring.ApplicationStatus.State;

/** Who talks and who is silent, now. */
public final class ApplicationMonitor {

    private static final Duration NOW = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofHours(24);

    private final ActivityStore store;
    private final ActivityRecorder activity;
    private final MonitoringProperties settings;
    private final Supplier<Map<String, Set<String>>> declared;
    private final Supplier<Map<String, Long>> quarantined;
    private final Clock clock;
    private Learned learned = new Learned(Instant.EPOCH, Map.of(), Map.of());

    /**
     * What changes slowly, and takes a hundred thousand hours to read.
     *
     * @param newest the last hour of each feed of an application, however long ago
     * @param usual how long an application is used to be silent at this time of the week
     */
    private record Learned(
            Instant at, Map<String, List<ActivityBucket>> newest, Map<String, Optional<Duration>> usual) {}

    /**
     * @param declared the names under which each application that has a file speaks, by the first of them
     * @param quarantined open messages by sender
     */
    public ApplicationMonitor(
            ActivityStore store,
            ActivityRecorder activity,
            MonitoringProperties settings,
            Supplier<Map<String, Set<String>>> declared,
            Supplier<Map<String, Long>> quarantined,
            Clock clock) {
        this.store = store;
        this.activity = activity;
        this.settings = settings;
        this.declared = declared;
        this.quarantined = quarantined;
        this.clock = clock;
    }

    /** Those that want looking at first: silent, never heard; then by name. */
    public List<ApplicationStatus> all() {
        Instant now = clock.instant();
        Map<String, List<ActivityBucket>> minutes = byApplication(Size.MINUTE, now.minus(NOW));
        Map<String, List<ActivityBucket>> hours = byApplication(Size.HOUR, now.minus(DAY));
        Learned known = learned(now);
        Map<String, Long> open = quarantined.get();
        Map<String, Set<String>> files = declared.get();
        Set<String> names = new TreeSet<>(known.newest().keySet());
        names.addAll(hours.keySet());
        files.forEach((first, all) -> {
            if (all.stream().noneMatch(names::contains)) {
                names.add(first);
            }
        });
        List<ApplicationStatus> watched = new ArrayList<>();
        for (String name : names) {
            List<ActivityBucket> of = Stream.of(known.newest(), hours)
                    .flatMap(each -> each.getOrDefault(name, List.of()).stream())
                    .toList();
            Optional<Instant> lastHeard = of.stream().map(ActivityBucket::last).max(Comparator.naturalOrder());
            Optional<Duration> usual = known.usual().getOrDefault(name, Optional.empty());
            watched.add(new ApplicationStatus(
                    name,
                    files.values().stream().anyMatch(all -> all.contains(name)),
                    of.stream().map(ActivityBucket::feed).distinct().sorted().toList(),
                    state(lastHeard, usual, now),
                    lastHeard,
                    usual,
                    counts(minutes.getOrDefault(name, List.of())).messages() / (double) NOW.toMinutes(),
                    counts(hours.getOrDefault(name, List.of())),
                    open.getOrDefault(name, 0L)));
        }
        watched.sort(Comparator.comparing(ApplicationStatus::state).thenComparing(ApplicationStatus::application));
        return watched;
    }

    /** By the hour, of the last 24, the oldest first; of all its feeds. */
    public List<ActivityBucket> day(String application) {
        return byApplication(Size.HOUR, clock.instant().minus(DAY)).getOrDefault(application, List.of());
    }

    private State state(Optional<Instant> lastHeard, Optional<Duration> usual, Instant now) {
        if (lastHeard.isEmpty()) {
            return State.NEVER_SEEN;
        }
        Duration silence = Duration.between(lastHeard.get(), now);
        if (silence.compareTo(NOW) <= 0) {
            return State.ACTIVE;
        }
        if (usual.isEmpty()) {
            return State.NO_BASELINE;
        }
        Duration allowed = Duration.ofMillis(Math.round(usual.get().toMillis() * settings.tolerance()));
        Duration patience = settings.patience().compareTo(allowed) > 0 ? settings.patience() : allowed;
        return silence.compareTo(patience) > 0 ? State.SILENT : State.QUIET;
    }

    private Map<String, List<ActivityBucket>> byApplication(Size size, Instant from) {
        Instant begin = size.start(from);
        Map<String, List<ActivityBucket>> found = new HashMap<>();
        Stream.concat(store.since(size, begin).stream(), activity.waiting().stream())
                .filter(bucket -> bucket.size() == size && !bucket.start().isBefore(begin))
                .forEach(bucket -> found.computeIfAbsent(bucket.application(), _ -> new ArrayList<>())
                        .add(bucket));
        return found;
    }

    private synchronized Learned learned(Instant now) {
        if (Duration.between(learned.at(), now).compareTo(settings.learn()) >= 0) {
            Map<String, Optional<Duration>> usual = new HashMap<>();
            store.since(Size.HOUR, now.minus(settings.keep())).stream()
                    .collect(groupingBy(ActivityBucket::application))
                    .forEach((name, hours) ->
                            usual.put(name, SilenceBaseline.usualSilence(hours, now, settings.zone())));
            learned = new Learned(now, store.newest().stream().collect(groupingBy(ActivityBucket::application)), usual);
        }
        return learned;
    }

    private static OutcomeCounts counts(Collection<ActivityBucket> buckets) {
        return buckets.stream().map(ActivityBucket::counts).reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
    }
}
