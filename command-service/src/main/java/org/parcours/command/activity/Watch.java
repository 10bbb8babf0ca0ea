package org.parcours.command.activity;

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
import org.parcours.command.activity.Bucket.Size;
import org.parcours.command.activity.Watched.State;

/** Who talks and who is silent, now. */
public final class Watch {

    private static final Duration NOW = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofHours(24);

    private final ActivityStore store;
    private final Activity activity;
    private final ActivitySettings settings;
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
    private record Learned(Instant at, Map<String, List<Bucket>> newest, Map<String, Optional<Duration>> usual) {}

    /**
     * @param declared the names under which each application that has a file speaks, by the first of them
     * @param quarantined open messages by sender
     */
    public Watch(
            ActivityStore store,
            Activity activity,
            ActivitySettings settings,
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
    public List<Watched> all() {
        Instant now = clock.instant();
        Map<String, List<Bucket>> minutes = byApplication(Size.MINUTE, now.minus(NOW));
        Map<String, List<Bucket>> hours = byApplication(Size.HOUR, now.minus(DAY));
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
        List<Watched> watched = new ArrayList<>();
        for (String name : names) {
            List<Bucket> of = Stream.of(known.newest(), hours)
                    .flatMap(each -> each.getOrDefault(name, List.of()).stream())
                    .toList();
            Optional<Instant> lastHeard = of.stream().map(Bucket::last).max(Comparator.naturalOrder());
            Optional<Duration> usual = known.usual().getOrDefault(name, Optional.empty());
            watched.add(new Watched(
                    name,
                    files.values().stream().anyMatch(all -> all.contains(name)),
                    of.stream().map(Bucket::feed).distinct().sorted().toList(),
                    state(lastHeard, usual, now),
                    lastHeard,
                    usual,
                    counts(minutes.getOrDefault(name, List.of())).messages() / (double) NOW.toMinutes(),
                    counts(hours.getOrDefault(name, List.of())),
                    open.getOrDefault(name, 0L)));
        }
        watched.sort(Comparator.comparing(Watched::state).thenComparing(Watched::application));
        return watched;
    }

    /** By the hour, of the last 24, the oldest first; of all its feeds. */
    public List<Bucket> day(String application) {
        return byApplication(Size.HOUR, clock.instant().minus(DAY)).getOrDefault(application, List.of());
    }

    private State state(Optional<Instant> lastHeard, Optional<Duration> usual, Instant now) {
        if (lastHeard.isEmpty()) {
            return State.NEVER;
        }
        Duration silence = Duration.between(lastHeard.get(), now);
        if (silence.compareTo(NOW) <= 0) {
            return State.TALKING;
        }
        if (usual.isEmpty()) {
            return State.UNKNOWN;
        }
        Duration allowed = Duration.ofMillis(Math.round(usual.get().toMillis() * settings.tolerance()));
        Duration patience = settings.patience().compareTo(allowed) > 0 ? settings.patience() : allowed;
        return silence.compareTo(patience) > 0 ? State.SILENT : State.QUIET;
    }

    private Map<String, List<Bucket>> byApplication(Size size, Instant from) {
        Instant begin = size.start(from);
        Map<String, List<Bucket>> found = new HashMap<>();
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
                    .collect(groupingBy(Bucket::application))
                    .forEach((name, hours) -> usual.put(name, Habit.usualSilence(hours, now, settings.zone())));
            learned = new Learned(now, store.newest().stream().collect(groupingBy(Bucket::application)), usual);
        }
        return learned;
    }

    private static Counts counts(Collection<Bucket> buckets) {
        return buckets.stream().map(Bucket::counts).reduce(Counts.NONE, Counts::plus);
    }
}
