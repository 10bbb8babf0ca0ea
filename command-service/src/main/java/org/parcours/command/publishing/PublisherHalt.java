package org.parcours.command.publishing;

/** Why nothing is published any more until an operator has decided what is right; see the runbook. */
public record PublisherHalt(Cause cause, String message) {

    /** Named in {@code parcours.progress}; query-service has a text for each. */
    public enum Cause {
        LOG_IS_OLDER,
        LOG_DIFFERS,
        TOPIC_DELETED,
        TOPIC_INCOMPLETE,
        FOREIGN_RECORD
    }

    static PublisherHalt logIsOlder(long published, long head) {
        return new PublisherHalt(
                Cause.LOG_IS_OLDER,
                ("The topic has events up to position %d, the log only up to %d: the log was restored from an older"
                                + " backup, or this is the Kafka of another hospital.")
                        .formatted(published, head));
    }

    static PublisherHalt logDiffers(long position) {
        return new PublisherHalt(
                Cause.LOG_DIFFERS,
                ("The event at position %d of the log is not the one that was published: the log was restored from an"
                                + " older backup and continued with other events, or this is the Kafka of another hospital.")
                        .formatted(position));
    }

    static PublisherHalt topicDeleted(long published) {
        return new PublisherHalt(
                Cause.TOPIC_DELETED,
                "The topic %s was deleted. Events up to position %d had been published."
                        .formatted(KafkaTopicCreator.EVENTS, published));
    }

    static PublisherHalt topicIncomplete(long published, String contents) {
        return new PublisherHalt(
                Cause.TOPIC_INCOMPLETE,
                "The topic %s %s, but events from 1 to %d had been published: it was made anew, or truncated."
                        .formatted(KafkaTopicCreator.EVENTS, contents, published));
    }

    static PublisherHalt foreignRecord(TopicState.LastRecord record, long published) {
        return new PublisherHalt(
                Cause.FOREIGN_RECORD,
                ("The last record of the topic %s (offset %d, position %d) is not the one that was published (position"
                                + " %d): another program writes to this topic.")
                        .formatted(KafkaTopicCreator.EVENTS, record.offset(), record.position(), published));
    }
}
