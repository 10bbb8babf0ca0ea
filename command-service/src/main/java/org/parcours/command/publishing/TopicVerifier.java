package org.parcours.command.publishing;

import java.util.Optional;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.chain.ChainedEvent;
import org.parcours.command.publishing.TopicState.LastRecord;
import org.parcours.events.codec.EventCodec;

/** Compares what Kafka has of the log with the log itself. */
final class TopicVerifier {

    private final CommitLog log;
    private final EventCodec codec;

    TopicVerifier(CommitLog log, EventCodec codec) {
        this.log = log;
        this.codec = codec;
    }

    /** Where the publisher may continue: the noted progress, or the last record where the note was lost. */
    PublishedProgress start(TopicState state) {
        if (state.progress().position() > 0 || state.last().isEmpty()) {
            return state.progress();
        }
        LastRecord last = state.last().get();
        return new PublishedProgress(last.position(), last.chain(), state.topicId());
    }

    /** @param publishedBefore what this process has published: Kafka cannot have nothing then */
    Optional<PublisherHalt> verify(TopicState state, long publishedBefore) {
        PublishedProgress start = start(state);
        long published = start.position() > 0 ? start.position() : publishedBefore;
        if (published == 0) {
            return state.last().map(record -> PublisherHalt.foreignRecord(record, published));
        }
        if (state.topicId().isEmpty()) {
            return Optional.of(PublisherHalt.topicDeleted(published));
        }
        long head = log.head().position();
        if (published > head) {
            return Optional.of(PublisherHalt.logIsOlder(published, head));
        }
        if (start.position() > 0
                && start.chain().isPresent()
                && !isInLog(start.position(), start.chain().get())) {
            return Optional.of(PublisherHalt.logDiffers(start.position()));
        }
        return verifyRecords(state, start, published);
    }

    private Optional<PublisherHalt> verifyRecords(TopicState state, PublishedProgress start, long published) {
        if (state.last().isEmpty()) {
            return Optional.of(PublisherHalt.topicIncomplete(published, "is empty"));
        }
        LastRecord last = state.last().get();
        if (last.position() > 0 && last.position() < published) {
            return Optional.of(PublisherHalt.topicIncomplete(published, "ends at position " + last.position()));
        }
        if (last.position() != published) {
            return Optional.of(PublisherHalt.foreignRecord(last, published));
        }
        if (!isInLog(last)) {
            boolean progressIsInLog =
                    start.position() == published && start.chain().isPresent();
            return Optional.of(
                    progressIsInLog
                            ? PublisherHalt.foreignRecord(last, published)
                            : PublisherHalt.logDiffers(published));
        }
        boolean isAnotherTopic = start.topicId().isPresent() && !start.topicId().equals(state.topicId());
        if (isAnotherTopic && state.firstPosition() != 1) {
            return Optional.of(PublisherHalt.topicIncomplete(published, "begins at position " + state.firstPosition()));
        }
        return Optional.empty();
    }

    /** Whether the log still has what was published. */
    boolean isInLog(PublishedProgress published) {
        return published.position() <= log.head().position()
                && published
                        .chain()
                        .filter(chain -> isInLog(published.position(), chain))
                        .isPresent();
    }

    private boolean isInLog(long position, String chain) {
        return ChainedEvent.at(log, position).chain().equals(chain);
    }

    /** Records of older versions do not have the chain; the id of an event is random or derived from its message. */
    private boolean isInLog(LastRecord record) {
        if (record.chain().isPresent()) {
            return isInLog(record.position(), record.chain().get());
        }
        var event = ChainedEvent.at(log, record.position()).event();
        return codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt())
                .id()
                .toString()
                .equals(record.id());
    }
}
