package org.parcours.command.monitoring;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;
import org.parcours.command.monitoring.SourceApplicationStatus.ApplicationState;

/** Determines the status of each application: active, quiet, silent. */
public final class SourceApplicationMonitor {

    private static final Duration ACTIVE_WINDOW = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofHours(24);

    private final ActivityStore store;
    private final ActivityRecorder recorder;
    private final MonitoringProperties properties;
    private final Supplier<Map<String, Set<String>>> configured;
    private final Supplier<Map<String, Long>> quarantined;
    private final Clock clock;
    private Baselines baselines = new Baselines(Instant.EPOCH, Map.of(), Map.of());

    /**
     * Values that change slowly, and are computed from up to a hundred thousand hours.
     *
     * @param newestHours the newest hour of each feed of an application, however long ago
     * @param usualSilences the usual silence of each application at this hour of the week
     */
    private record Baselines(
            Instant computedAt,
            Map<String, List<ActivityBucket>> newestHours,
            Map<String, Optional<Duration>> usualSilences) {}

    /**
     * @param configured the names of each application that has a file, by the first of them
     * @param quarantined the number of open messages in quarantine, by application
     */
    public SourceApplicationMonitor(
            ActivityStore store,
            ActivityRecorder recorder,
            MonitoringProperties properties,
            Supplier<Map<String, Set<String>>> configured,
            Supplier<Map<String, Long>> quarantined,
            Clock clock) {
        this.store = store;
        this.recorder = recorder;
        this.properties = properties;
        this.configured = configured;
        this.quarantined = quarantined;
        this.clock = clock;
    }

    /** The applications that need attention first (silent, never seen, …), then by name. */
    public List<SourceApplicationStatus> statuses() {
        Instant now = clock.instant();
        Map<String, List<ActivityBucket>> minutes = byApplication(BucketSize.MINUTE, now.minus(ACTIVE_WINDOW));
        Map<String, List<ActivityBucket>> hours = byApplication(BucketSize.HOUR, now.minus(DAY));
        Baselines currentBaselines = baselines(now);
        Map<String, Long> openMessages = quarantined.get();
        Map<String, Set<String>> configuredNames = configured.get();
        Set<String> names = new TreeSet<>(currentBaselines.newestHours().keySet());
        names.addAll(hours.keySet());
        configuredNames.forEach((first, all) -> {
            if (all.stream().noneMatch(names::contains)) {
                names.add(first);
            }
        });
        List<SourceApplicationStatus> statuses = new ArrayList<>();
        for (String name : names) {
            List<ActivityBucket> buckets = Stream.of(currentBaselines.newestHours(), hours)
                    .flatMap(byName -> byName.getOrDefault(name, List.of()).stream())
                    .toList();
            List<String> feeds = buckets.stream()
                    .map(ActivityBucket::feed)
                    .distinct()
                    .sorted()
                    .toList();
            Optional<Instant> lastReceivedAt =
                    buckets.stream().map(ActivityBucket::lastReceivedAt).max(Comparator.naturalOrder());
            Optional<Duration> usualSilence = currentBaselines.usualSilences().getOrDefault(name, Optional.empty());
            statuses.add(new SourceApplicationStatus(
                    name,
                    configuredNames.values().stream().anyMatch(all -> all.contains(name)),
                    feeds,
                    state(lastReceivedAt, usualSilence, now),
                    lastReceivedAt,
                    usualSilence,
                    counts(minutes.getOrDefault(name, List.of())).messages() / (double) ACTIVE_WINDOW.toMinutes(),
                    counts(hours.getOrDefault(name, List.of())),
                    openMessages.getOrDefault(name, 0L)));
        }
        statuses.sort(Comparator.comparing(SourceApplicationStatus::state)
                .thenComparing(SourceApplicationStatus::application));
        return statuses;
    }

    /** The last 24 hours of an application on all its feeds, the oldest first. */
    public List<ActivityBucket> hoursOfLastDay(String application) {
        return byApplication(BucketSize.HOUR, clock.instant().minus(DAY)).getOrDefault(application, List.of());
    }

    private ApplicationState state(Optional<Instant> lastReceivedAt, Optional<Duration> usualSilence, Instant now) {
        if (lastReceivedAt.isEmpty()) {
            return ApplicationState.NEVER_SEEN;
        }
        Duration silence = Duration.between(lastReceivedAt.get(), now);
        if (silence.compareTo(ACTIVE_WINDOW) <= 0) {
            return ApplicationState.ACTIVE;
        }
        if (usualSilence.isEmpty()) {
            return ApplicationState.NO_BASELINE;
        }
        Duration tolerated =
                Duration.ofMillis(Math.round(usualSilence.get().toMillis() * properties.silenceTolerance()));
        Duration maxSilence = properties.minSilence().compareTo(tolerated) > 0 ? properties.minSilence() : tolerated;
        return silence.compareTo(maxSilence) > 0 ? ApplicationState.SILENT : ApplicationState.QUIET;
    }

    private Map<String, List<ActivityBucket>> byApplication(BucketSize size, Instant from) {
        Instant start = size.startOf(from);
        return Stream.concat(store.since(size, start).stream(), recorder.pendingBuckets().stream())
                .filter(bucket -> bucket.size() == size && !bucket.start().isBefore(start))
                .collect(groupingBy(ActivityBucket::application));
    }

    private synchronized Baselines baselines(Instant now) {
        if (Duration.between(baselines.computedAt(), now).compareTo(properties.baselineRefreshInterval()) >= 0) {
            baselines = new Baselines(
                    now,
                    store.newestHours().stream().collect(groupingBy(ActivityBucket::application)),
                    store.since(BucketSize.HOUR, now.minus(properties.retention())).stream()
                            .collect(groupingBy(
                                    ActivityBucket::application,
                                    collectingAndThen(
                                            toList(),
                                            hours -> SilenceBaseline.usualSilence(hours, now, properties.zone())))));
        }
        return baselines;
    }

    private static OutcomeCounts counts(Collection<ActivityBucket> buckets) {
        return buckets.stream().map(ActivityBucket::counts).reduce(OutcomeCounts.NONE, OutcomeCounts::plus);
    }
}
