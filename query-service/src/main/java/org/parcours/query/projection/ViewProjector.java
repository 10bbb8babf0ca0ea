package org.parcours.query.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.rebuild.RebuildProgress;
import org.parcours.query.rebuild.ViewRebuild;
import org.parcours.query.store.Condition;
import org.parcours.query.store.Lease;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.MissingTableException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.topic.KafkaConsumerProperties;
import org.parcours.query.update.ViewBatch;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.TimelineHead;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.parcours.query.views.ViewsChanged;
import org.parcours.query.web.WebUiProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Applies events to the views in batches: all documents of a batch and its position are written at once, or nothing. A
 * step that cannot be shown is replaced by a marker and blocks no other step.
 *
 * <p>Of several processes one projects, which holds the lease; a process that has lost it cannot write.
 */
@Component
final class ViewProjector {

    private static final Logger LOG = LoggerFactory.getLogger(ViewProjector.class);

    /** Of a process that follows; pages that miss one are up to date after the next. */
    private static final int MAX_CHANGES = 1000;

    private final CurrentViews views;
    private final EventCodec codec;
    private final ViewJson json;
    private final ZoneId hospital;
    private final ApplicationEventPublisher publisher;
    private final Counter failedSteps;
    private final Timer writeTime;
    private final Duration leaseValidity;
    private final Duration renewalInterval;
    private final LeaseRenewal renewal;
    private final String holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private Optional<HeldLease> held = Optional.empty();
    private long leasedAt;

    private record HeldLease(ViewGeneration generation, Lease lease) {}

    ViewProjector(
            CurrentViews views,
            EventCodec codec,
            WebUiProperties settings,
            ProjectionProperties projection,
            ApplicationEventPublisher publisher,
            MeterRegistry meters) {
        this.views = views;
        this.codec = codec;
        this.json = new ViewJson(codec);
        this.hospital = settings.zone();
        this.publisher = publisher;
        this.leaseValidity = projection.lease();
        this.renewalInterval = projection.lease().dividedBy(3);
        this.renewal = new LeaseRenewal(renewalInterval);
        this.failedSteps = Counter.builder("parcours.projection.steps.failed")
                .description("Steps that could not be folded and are shown as a marker")
                .register(meters);
        this.writeTime = Timer.builder("parcours.views.write")
                .description("Time in which the store of the views writes a batch, or fails to")
                .register(meters);
    }

    ViewProgress progress() {
        return views.generation().progress();
    }

    /** Whether this process is the one that projects; it tries to be. */
    boolean acquireLease() {
        long now = System.nanoTime();
        boolean isDue = held.isEmpty() || now - leasedAt > renewalInterval.toNanos();
        if (isDue) {
            views.refresh();
        }
        ViewGeneration generation = views.generation();
        if (held.filter(former -> !former.generation().equals(generation)).isPresent()) {
            releaseLease();
            isDue = true;
        }
        if (isDue) {
            held = generation.acquireLease(holder, leaseValidity).map(lease -> new HeldLease(generation, lease));
            leasedAt = now;
        }
        return held.isPresent();
    }

    /** The generation of views that is projected into. */
    ViewGeneration generation() {
        return views.generation();
    }

    /** Lets another process take over at once; where the store is unavailable, when the lease expires. */
    void releaseLease() {
        Optional<HeldLease> former = held;
        held = Optional.empty();
        try {
            former.ifPresent(leased -> leased.generation().releaseLease(leased.lease()));
        } catch (ViewStoreException e) {
            LOG.warn("projection could not release its lease, which expires: {}", e.getMessage());
        }
    }

    /** Deletes views of former formats that no rollback needs. */
    void deleteFormerGenerations() {
        ViewGeneration generation = views.generation();
        renewal.during(
                () -> {
                    FormerGenerations.delete(views);
                    return true;
                },
                () -> generation.acquireLease(holder, leaseValidity));
    }

    /** What is damaged, and that these views replace. */
    Optional<String> replaced() {
        return views.replaced();
    }

    /** The next use of the views begins a new generation where this one lacks a table. */
    void tableIsMissing(MissingTableException e) {
        views.tableIsMissing(e);
    }

    /** Tells the open pages of this process what another process has changed since. */
    void publishChangesAfter(long position) {
        Map<PatientId, Long> positions = new LinkedHashMap<>();
        views.read(reader -> reader.find(ViewQuery.of(
                                ViewCollections.TIMELINES,
                                new Condition.Between("changed", position + 1, Long.MAX_VALUE))
                        .ascendingBy("changed")
                        .limitedTo(MAX_CHANGES)))
                .forEach(document -> json.read(document, TimelineHead.class)
                        .records()
                        .forEach(patient -> positions.put(patient, document.number("changed"))));
        if (!positions.isEmpty()) {
            publisher.publishEvent(new ViewsChanged(positions));
        }
    }

    /** Builds views from the whole topic beside the present ones, which are empty, and uses them from then on. */
    ViewProgress build(KafkaConsumerProperties kafka, RebuildProgress listener) {
        ViewGeneration empty = views.generation();
        new ViewRebuild(views.store(), views.version(), hospital, codec, kafka, listener).rebuild(false, _ -> {});
        views.refresh();
        if (!views.generation().equals(empty)) {
            views.store().delete(empty.number());
        }
        return progress();
    }

    ViewProgress apply(List<Envelope> envelopes) {
        return apply(progress(), envelopes, -1, "");
    }

    /**
     * Applies the events that are newer than the views.
     *
     * @param checked the progress that these events continue
     * @param offset the topic offset of the last event
     * @param chain the hash by which the log continues after the last event; empty where it is unknown
     * @throws LogGapException before anything is written
     * @throws LeaseLostException where another process projects, or the views are others; nothing is written
     */
    ViewProgress apply(ViewProgress checked, List<Envelope> envelopes, long offset, String chain) {
        if (!acquireLease()) {
            throw new LeaseLostException("Another query-service projects into these views");
        }
        ViewGeneration generation = held.orElseThrow().generation();
        ViewProgress previous = generation.progress();
        if (!previous.equals(checked)) {
            throw new LeaseLostException("The views are at position " + previous.position() + ", not at "
                    + checked.position() + ": another query-service has projected, or they were rebuilt");
        }
        List<Envelope> newEvents = envelopes.stream()
                .filter(envelope -> envelope.position() > previous.position())
                .toList();
        long expected = previous.position() + 1;
        for (Envelope envelope : newEvents) {
            if (envelope.position() != expected) {
                throw new LogGapException(expected, envelope.position());
            }
            expected++;
        }
        if (newEvents.isEmpty()) {
            return previous;
        }
        ViewBatch batch = renewal.during(
                () -> generation.readForUpdate(reader -> ViewBatch.of(newEvents, reader, json, hospital)),
                () -> generation.acquireLease(holder, leaseValidity));
        ViewProgress next = new ViewProgress(
                expected - 1,
                offset,
                newEvents.getLast().recordedAt(),
                previous.failedDocuments() + batch.moreFailed(),
                chain);
        write(generation, previous, batch, next);
        batch.failedSteps().forEach(failed -> {
            LOG.error(
                    "projection cannot show step={} event={}, a marker is shown cause={}",
                    failed.step(),
                    failed.event(),
                    failed.cause());
            failedSteps.increment();
        });
        publisher.publishEvent(new ViewsChanged(batch.positions()));
        return next;
    }

    private void write(ViewGeneration generation, ViewProgress previous, ViewBatch batch, ViewProgress next) {
        try {
            Lease lease = held.orElseThrow().lease();
            writeTime.record(() -> generation.write(lease, previous, batch.changes(), next));
        } catch (LeaseLostException e) {
            held = Optional.empty();
            throw e;
        }
    }
}
