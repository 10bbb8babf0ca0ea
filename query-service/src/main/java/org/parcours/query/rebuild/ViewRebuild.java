package org.parcours.query.rebuild;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.Lease;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewReader;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.topic.EventTopic;
import org.parcours.query.topic.KafkaConsumerProperties;
import org.parcours.query.topic.ProjectionStoppedException;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds a new generation beside the current one, while readers and the live projection stay on that one, and makes it
 * current.
 */
public final class ViewRebuild {

    /**
     * @param generation the new one
     * @param current whether readers use it now
     */
    public record Result(long generation, ViewProgress progress, Comparison comparison, boolean current) {}

    /** Of the new generation with the current one. */
    public sealed interface Comparison {

        /** There is no complete generation of this format. */
        record NothingToCompare() implements Comparison {}

        /** @param position up to which the current generation has the events, less than the topic */
        record CurrentIsBehind(long position) implements Comparison {}

        /** At the same position. */
        record Compared(long differences) implements Comparison {}

        /** Whether nothing that is shown changes. */
        default boolean isEqual() {
            return switch (this) {
                case NothingToCompare _ -> true;
                case CurrentIsBehind _ -> false;
                case Compared compared -> compared.differences() == 0;
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ViewRebuild.class);

    private static final Duration MAX_WAIT = Duration.ofSeconds(30);
    private static final Duration WAIT_INTERVAL = Duration.ofMillis(250);

    private final ViewStore store;
    private final String version;
    private final ZoneId hospital;
    private final EventCodec codec;
    private final KafkaConsumerProperties kafka;
    private final RebuildProgress listener;

    /** @param version of the format, as {@link ViewCollections#version} names it */
    public ViewRebuild(
            ViewStore store,
            String version,
            ZoneId hospital,
            EventCodec codec,
            KafkaConsumerProperties kafka,
            RebuildProgress listener) {
        this.store = store;
        this.version = version;
        this.hospital = hospital;
        this.codec = codec;
        this.kafka = kafka;
        this.listener = listener;
    }

    /**
     * Builds a generation from the whole topic and makes it current where it equals the current one, or there is none to
     * compare with. A generation with differences is kept, not current.
     * Other generations of this format are deleted first.
     *
     * @param acceptDifferences makes it current with its differences, too
     * @param differences hears of each
     * @throws ProjectionStoppedException where the topic cannot be trusted; nothing is changed
     */
    public Result rebuild(boolean acceptDifferences, Consumer<ViewDifference> differences) {
        deleteOthers();
        LeasedGeneration target = LeasedGeneration.of(store.create(version));
        ViewGeneration rebuilt = target.generation();
        try (EventTopic topic = new EventTopic(kafka)) {
            topic.open(ViewProgress.NONE);
            ViewProgress built =
                    new GenerationBuilder(codec, hospital, listener).build(target, new TopicEventSource(topic));
            GenerationCatchUp catchUp = new GenerationCatchUp(target, built, topic, codec, hospital, listener);
            catchUp.toEnd();
            Comparison comparison = compare(rebuilt, catchUp, differences);
            boolean makesCurrent = acceptDifferences || comparison.isEqual();
            if (makesCurrent) {
                catchUp.toEnd();
                GenerationSwitch.makeCurrent(store, version, rebuilt);
            }
            target.release();
            return new Result(rebuilt.number(), catchUp.progress(), comparison, makesCurrent);
        } catch (RuntimeException | Error e) {
            deleteAfter(e, rebuilt);
            throw e;
        }
    }

    /** Not where readers use it: a failure after the switch leaves a complete generation. */
    private void deleteAfter(Throwable failure, ViewGeneration rebuilt) {
        try {
            if (store.current(version).filter(rebuilt::equals).isEmpty()) {
                LOG.warn("views rebuild failed, generation {} is deleted: {}", rebuilt.number(), failure.getMessage());
                store.delete(rebuilt.number());
            }
        } catch (ViewStoreException suppressed) {
            failure.addSuppressed(suppressed);
        }
    }

    private Comparison compare(
            ViewGeneration rebuilt, GenerationCatchUp catchUp, Consumer<ViewDifference> differences) {
        Optional<ViewGeneration> current = store.current(version)
                .filter(generation -> generation.progress().position() > 0);
        if (current.isEmpty()) {
            return new Comparison.NothingToCompare();
        }
        if (!waitForPosition(current.get(), catchUp.progress().position())) {
            return new Comparison.CurrentIsBehind(current.get().progress().position());
        }
        GenerationComparison comparison = new GenerationComparison(new ViewJson(codec), listener);
        Set<String> patients = comparison.differingPatients(current.get(), rebuilt);
        // What both have differently may have been recorded meanwhile: these patients again, at the same position.
        LongAdder found = new LongAdder();
        atKnownPosition(current.get(), (reader, position) -> {
            catchUp.to(position);
            rebuilt.<Optional<Void>>read(other -> {
                comparison.compare(reader, other, patients, differences.andThen(_ -> found.increment()));
                return Optional.empty();
            });
        });
        return new Comparison.Compared(found.sum());
    }

    /** The live projection may be a batch behind; one that has stopped, and views that nobody projects, stay behind. */
    private static boolean waitForPosition(ViewGeneration generation, long position) {
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        while (generation.progress().position() < position) {
            if (System.nanoTime() > deadline || isFree(generation)) {
                return generation.progress().position() >= position;
            }
            LockSupport.parkNanos(WAIT_INTERVAL.toNanos());
        }
        return true;
    }

    private interface PositionedWork {
        void run(ViewReader reader, long position);
    }

    /** Runs the work on a snapshot of a generation that others write, of which the position is known. */
    private static void atKnownPosition(ViewGeneration generation, PositionedWork work) {
        Function<ViewReader, Boolean> attempt = reader -> {
            long before = generation.progress().position();
            // The snapshot begins with the first read.
            reader.get(ViewCollections.EVENTS, ViewCollections.eventId(before));
            boolean isKnown = generation.progress().position() == before;
            if (isKnown) {
                work.run(reader, before);
            }
            return isKnown;
        };
        while (!generation.read(attempt)) {
            Thread.onSpinWait();
        }
    }

    private static boolean isFree(ViewGeneration generation) {
        Optional<Lease> lease = generation.acquireLease("rebuild-" + UUID.randomUUID(), Duration.ofSeconds(1));
        lease.ifPresent(generation::releaseLease);
        return lease.isPresent();
    }

    /** What earlier rebuilds left: one that ended before it was complete, one that was kept, and the former generations. */
    private void deleteOthers() {
        store.generations().stream()
                .filter(generation ->
                        !generation.current() && generation.version().equals(version))
                .map(ViewStore.GenerationInfo::number)
                .filter(number ->
                        store.generation(number).filter(ViewRebuild::isFree).isPresent())
                .forEach(store::delete);
    }
}
