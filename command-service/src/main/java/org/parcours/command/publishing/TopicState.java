package org.parcours.command.publishing;

import java.util.Optional;

/**
 * What Kafka has of the log.
 *
 * @param progress as noted in {@code parcours.progress}
 * @param topicId of {@code parcours.events}; empty: there is no such topic
 * @param firstPosition of the first record, read where this is not the topic of the progress; 0 where it has none
 * @param last the last record of the topic
 */
record TopicState(PublishedProgress progress, Optional<String> topicId, long firstPosition, Optional<LastRecord> last) {

    /**
     * A record of the topic.
     *
     * @param position 0 where the record does not have one
     * @param chain empty where an older version, or another program, wrote it
     * @param id of the event
     */
    record LastRecord(long offset, long position, Optional<String> chain, String id) {}
}
