package org.parcours.query.rebuild;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.topic.EventTopic;

/** The topic from its beginning to the end that it has now. */
final class TopicEventSource implements EventSource {

    private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);

    private final EventTopic topic;
    private final long end;

    TopicEventSource(EventTopic topic) {
        this.topic = topic;
        this.end = topic.endOffset();
        topic.seekToBeginning();
    }

    @Override
    public Optional<List<EventRecord>> next() {
        return topic.position() < end ? Optional.of(topic.poll(POLL_TIMEOUT)) : Optional.empty();
    }

    @Override
    public long read() {
        return topic.position();
    }

    @Override
    public long size() {
        return end;
    }
}
