package org.parcours.command.publishing;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Deletes what was published, so that the log is published again from its first event. */
public final class TopicReset {

    /** The topic that is deleted; the operator confirms its name. */
    public static final String EVENTS = KafkaTopicCreator.EVENTS;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 100;

    private TopicReset() {}

    /** Returns when the topics are gone. The progress goes last: without the topic it halts each publisher. */
    public static void deleteTopics(String bootstrapServers) throws InterruptedException {
        Properties connection = new Properties();
        connection.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        for (String topic : List.of(KafkaTopicCreator.EVENTS, KafkaTopicCreator.PROGRESS)) {
            try (Admin admin = Admin.create(connection)) {
                admin.deleteTopics(List.of(topic)).all().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaException("The topic " + topic + " cannot be deleted", e.getCause());
                }
            }
        }
        TopicReader reader = new TopicReader(connection, () -> true);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (reader.topicId(KafkaTopicCreator.EVENTS).isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("Kafka has not deleted the topic " + EVENTS + " within " + TIMEOUT);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
