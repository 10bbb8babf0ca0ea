package org.parcours.command.publishing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Tells cheaply, in two requests, whether anybody else has changed the topic of the events. */
final class TopicEndCheck implements AutoCloseable {

    private static final TopicPartition EVENTS = new TopicPartition(KafkaTopicCreator.EVENTS, 0);

    private final Admin admin;

    TopicEndCheck(Properties connection) {
        admin = Admin.create(connection);
    }

    /**
     * Whether this is the topic's id and the offset of its next record. False too where the marker that commits the last
     * transaction is not yet written, or the topic cannot be described.
     */
    boolean isAt(long offset, Optional<String> topicId) throws InterruptedException {
        try {
            String id = admin.describeTopics(List.of(EVENTS.topic()))
                    .allTopicNames()
                    .get()
                    .get(EVENTS.topic())
                    .topicId()
                    .toString();
            return topicId.equals(Optional.of(id)) && offset == endOffset();
        } catch (ExecutionException e) {
            return false;
        }
    }

    private long endOffset() throws InterruptedException, ExecutionException {
        return admin.listOffsets(
                        Map.of(EVENTS, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .partitionResult(EVENTS)
                .get()
                .offset();
    }

    @Override
    public void close() {
        admin.close();
    }
}
