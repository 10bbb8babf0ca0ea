package org.parcours.command.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.OutcomeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the unread fields of recorded messages by application and path: as the metric {@code
 * parcours.application.unread} (application, path), and in the store, to which the counts are added at intervals. An
 * application has at most {@code parcours.monitoring.max-unread-paths} paths; further ones are counted as {@code other}.
 */
public final class UnreadFieldRecorder implements OutcomeListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadFieldRecorder.class);
    private static final Pattern REPETITION = Pattern.compile("\\[\\d+]");

    /** In characters, of a path and of a message id; no path of HL7 v2 is longer. */
    private static final int MAX_TEXT = 200;

    private record Key(String application, String path) {}

    private final UnreadFieldStore store;
    private final MonitoringProperties properties;
    private final Function<Sender, String> countedName;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<Key, UnreadField> pending = new HashMap<>();
    private final Map<String, Set<String>> paths = new HashMap<>();
    private final ScheduledExecutorService flushExecutor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("unread-flush").factory());

    /** @param countedName the name under which a sender is counted */
    public UnreadFieldRecorder(
            UnreadFieldStore store,
            MonitoringProperties properties,
            Function<Sender, String> countedName,
            MeterRegistry meters,
            Clock clock) {
        this.store = store;
        this.properties = properties;
        this.countedName = countedName;
        this.meters = meters;
        this.clock = clock;
    }

    public UnreadFieldRecorder start() {
        long interval = properties.flushInterval().toMillis();
        flushExecutor.scheduleWithFixedDelay(this::flushQuietly, interval, interval, TimeUnit.MILLISECONDS);
        return this;
    }

    /** A duplicate was counted when it was recorded. */
    @Override
    public void processed(Sender sender, Optional<ParsedMessage> parsed, Outcome outcome) {
        try {
            parsed.filter(_ -> outcome.kind() == Outcome.Kind.RECORDED).ifPresent(message -> record(sender, message));
        } catch (RuntimeException e) {
            LOG.warn("unread fields not counted cause={}", e.toString());
        }
    }

    private void record(Sender sender, ParsedMessage message) {
        Set<String> unread = message.facts().stream()
                .flatMap(fact -> fact.annotations().unread().stream())
                .map(path -> shortened(REPETITION.matcher(path).replaceAll("")))
                .collect(Collectors.toSet());
        if (unread.isEmpty()) {
            return;
        }
        String application = countedName.apply(sender);
        Instant now = clock.instant();
        synchronized (this) {
            unread.stream()
                    .map(path -> boundedPath(application, path))
                    .distinct()
                    .map(path -> new UnreadField(application, path, 1, now, now, shortened(message.messageId())))
                    .forEach(this::count);
        }
    }

    private void count(UnreadField field) {
        addPending(field);
        Counter.builder("parcours.application.unread")
                .description("Recorded messages with a field that is not read")
                .tag("application", field.application())
                .tag("path", field.path())
                .register(meters)
                .increment();
    }

    private void addPending(UnreadField field) {
        pending.merge(new Key(field.application(), field.path()), field, UnreadField::plus);
    }

    private String boundedPath(String application, String path) {
        Set<String> known = paths.computeIfAbsent(application, _ -> new HashSet<>());
        if (known.contains(path) || known.size() < properties.maxUnreadPaths()) {
            known.add(path);
            return path;
        }
        return ActivityRecorder.OTHER;
    }

    /** Of limited length, and without half characters, which PostgreSQL does not store. */
    private static String shortened(String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return valid.codePointCount(0, valid.length()) <= MAX_TEXT
                ? valid
                : valid.substring(0, valid.offsetByCodePoints(0, MAX_TEXT));
    }

    /** The unread fields of an application, also those that are not in the store yet. */
    public List<UnreadField> ofApplication(String application) {
        List<UnreadField> unstored;
        synchronized (this) {
            unstored = pending.values().stream()
                    .filter(field -> field.application().equals(application))
                    .toList();
        }
        return List.copyOf(Stream.concat(store.ofApplication(application).stream(), unstored.stream())
                .collect(Collectors.toMap(UnreadField::path, Function.identity(), UnreadField::plus))
                .values());
    }

    /** Adds the counts to the store. */
    public void flush() {
        List<UnreadField> flushed;
        synchronized (this) {
            flushed = List.copyOf(pending.values());
            pending.clear();
        }
        try {
            if (!flushed.isEmpty()) {
                store.add(flushed);
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                flushed.forEach(this::addPending);
            }
            throw e;
        }
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("unread fields not stored retryIn={} cause={}", properties.flushInterval(), e.toString());
        }
    }

    @Override
    public void close() {
        flushExecutor.shutdownNow();
        flushQuietly();
    }
}
