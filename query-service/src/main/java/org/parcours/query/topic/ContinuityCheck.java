package org.parcours.query.topic;

import java.util.Optional;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.views.ProjectionStatus.StopCause;

/**
 * Compares each record with the one before, and with the last one in the views: the topic has to continue exactly what is
 * applied. It begins with the last applied record, or with the first of the topic where that one is not at its offset
 * any more, because the topic was published again.
 *
 * <p>Records of older versions have no hashes; they are accepted in the order of their positions until the first that has
 * one.
 */
public final class ContinuityCheck {

    private ViewProgress applied;
    private boolean fromBeginning;
    private Optional<RecordLink> last = Optional.empty();

    public ContinuityCheck(ViewProgress applied) {
        this.applied = applied;
        this.fromBeginning = applied.position() == 0 || applied.offset() < 0;
    }

    public ViewProgress applied() {
        return applied;
    }

    public boolean isFromBeginning() {
        return fromBeginning;
    }

    public void restartFromBeginning() {
        fromBeginning = true;
        last = Optional.empty();
    }

    /** The next record is the one that was applied last, or the first of the topic where none was. */
    public void restartAtApplied() {
        fromBeginning = applied.position() == 0 || applied.offset() < 0;
        last = Optional.empty();
    }

    /** Whether the topic has the last event of the views, with the same hash. */
    public boolean isAnchored() {
        return applied.position() == 0
                || last.filter(record -> record.position() >= applied.position())
                        .isPresent();
    }

    /**
     * @return whether the event is newer than the views
     * @throws ProjectionStoppedException where the record does not follow
     */
    public boolean accept(RecordLink record) {
        last.ifPresentOrElse(before -> requireFollows(record, before), () -> requireBegins(record));
        if (record.position() == applied.position() && !isSame(record.chain(), applied.chain())) {
            throw new ProjectionStoppedException(
                    StopCause.LOG_DIFFERS,
                    ("The event at position %d of the topic is not the one in the views (hash %s, in the views %s): the"
                                    + " topic has another log. A log was restored from a backup and published, or this"
                                    + " is the Kafka of another hospital.")
                            .formatted(record.position(), orNone(record.chain()), orNone(applied.chain())));
        }
        last = Optional.of(record);
        return record.position() > applied.position();
    }

    /** The records up to this progress are in the views. */
    public void applied(ViewProgress progress) {
        applied = progress;
        fromBeginning = false;
    }

    /** What a topic is that was read to its end, and does not have the last event of the views. */
    public ProjectionStoppedException missingAnchor() {
        return new ProjectionStoppedException(
                StopCause.TOPIC_INCOMPLETE,
                ("The topic %s, but the views have the events up to position %d: it was made anew, or truncated. The"
                                + " projection continues when the same log is published again up to there.")
                        .formatted(
                                last.map(record -> "ends at position " + record.position())
                                        .orElse("is empty"),
                                applied.position()));
    }

    private void requireFollows(RecordLink record, RecordLink before) {
        if (record.position() > before.position() + 1) {
            throw gap(before.position() + 1, record);
        }
        if (record.position() != before.position() + 1 || !record.follows(before.chain())) {
            throw new ProjectionStoppedException(
                    StopCause.FOREIGN_RECORD,
                    ("The record at offset %d (position %d) does not continue the one before at offset %d (position %d):"
                                    + " another program has written one of them, or another log is published to this"
                                    + " topic.")
                            .formatted(record.offset(), record.position(), before.offset(), before.position()));
        }
    }

    private void requireBegins(RecordLink record) {
        long expected = fromBeginning ? applied.position() + 1 : applied.position();
        if (record.position() > expected || (!fromBeginning && record.position() != expected)) {
            throw gap(expected, record);
        }
        if (record.position() < 1) {
            throw new ProjectionStoppedException(
                    StopCause.FOREIGN_RECORD,
                    "The record at offset %d has no position: another program has written it."
                            .formatted(record.offset()));
        }
        if (record.position() == applied.position() + 1 && applied.position() > 0 && !record.follows(applied.chain())) {
            throw new ProjectionStoppedException(
                    StopCause.LOG_DIFFERS,
                    "The topic begins at position %d and does not continue the event before in the views."
                            .formatted(record.position()));
        }
    }

    private static ProjectionStoppedException gap(long expected, RecordLink record) {
        return new ProjectionStoppedException(
                StopCause.POSITION_MISSING,
                ("Expected position %d in the log, found %d at offset %d: the topic was truncated, or another program"
                                + " writes to it.")
                        .formatted(expected, record.position(), record.offset()));
    }

    /** Nothing is known of an event that an older version applied or published. */
    private static boolean isSame(String chainInTopic, String chainInViews) {
        return chainInViews.isEmpty() || chainInTopic.equals(chainInViews);
    }

    private static String orNone(String hash) {
        return hash.isEmpty() ? "none" : hash.substring(0, Math.min(12, hash.length())) + "…";
    }
}
