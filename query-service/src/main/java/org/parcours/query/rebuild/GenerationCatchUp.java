package org.parcours.query.rebuild;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.rebuild.RebuildProgress.Phase;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.topic.ContinuityCheck;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.topic.EventTopic;
import org.parcours.query.topic.ProjectionStoppedException;
import org.parcours.query.update.ViewBatch;
import org.parcours.query.views.ProjectionStatus.StopCause;
import org.parcours.query.views.ViewJson;

/** Applies to a built generation what was recorded meanwhile. */
final class GenerationCatchUp {

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final LeasedGeneration generation;
    private final EventTopic topic;
    private final EventCodec codec;
    private final ViewJson json;
    private final ZoneId hospital;
    private final RebuildProgress listener;
    private final ContinuityCheck check;

    /** @param built the progress of the generation */
    GenerationCatchUp(
            LeasedGeneration generation,
            ViewProgress built,
            EventTopic topic,
            EventCodec codec,
            ZoneId hospital,
            RebuildProgress listener) {
        this.generation = generation;
        this.topic = topic;
        this.codec = codec;
        this.json = new ViewJson(codec);
        this.hospital = hospital;
        this.listener = listener;
        this.check = new ContinuityCheck(built);
    }

    /** Applies all that the topic has now. */
    void toEnd() {
        long end = topic.endOffset();
        seek();
        while (topic.position() < end) {
            apply(topic.poll(POLL_TIMEOUT), Long.MAX_VALUE);
            listener.report(Phase.CATCHING_UP, Math.min(end, topic.position()), end);
        }
    }

    /**
     * Applies the events up to this position in the log, and no later one.
     *
     * @throws ProjectionStoppedException where the topic ends before
     */
    void to(long position) {
        seek();
        while (check.applied().position() < position) {
            List<EventRecord> records = topic.poll(POLL_TIMEOUT);
            if (records.isEmpty() && topic.position() >= topic.endOffset()) {
                throw new ProjectionStoppedException(
                        StopCause.TOPIC_INCOMPLETE,
                        "The topic ends at position %d, the current views have the events up to position %d."
                                .formatted(check.applied().position(), position));
            }
            apply(records, position);
            listener.report(Phase.CATCHING_UP, check.applied().position(), position);
        }
    }

    ViewProgress progress() {
        return check.applied();
    }

    /** To the event that was applied last, which must be the same. */
    private void seek() {
        if (check.applied().position() == 0) {
            topic.seekToBeginning();
        } else {
            topic.seek(check.applied().offset());
        }
        check.restartAtApplied();
    }

    private void apply(List<EventRecord> records, long lastPosition) {
        List<EventRecord> newer = records.stream()
                .filter(record -> record.link().position() <= lastPosition)
                .filter(record -> check.accept(record.link()))
                .toList();
        if (newer.isEmpty()) {
            return;
        }
        List<Envelope> events =
                newer.stream().map(record -> record.decode(codec)).toList();
        ViewProgress previous = check.applied();
        ViewBatch batch = generation.generation().read(reader -> ViewBatch.of(events, reader, json, hospital));
        ViewProgress next = new ViewProgress(
                events.getLast().position(),
                newer.getLast().link().offset(),
                events.getLast().recordedAt(),
                previous.failedDocuments() + batch.moreFailed(),
                newer.getLast().link().chain());
        generation.write(previous, batch.changes(), next);
        check.applied(next);
    }
}
