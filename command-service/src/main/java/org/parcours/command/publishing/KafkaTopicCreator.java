package org.parcours.command.publishing;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that this service writes. They have one partition, so the topic's order is the log's order. */
final class KafkaTopicCreator {

    static final String EVENTS = "parcours.events";
    static final String PROGRESS = "parcours.progress";

    private KafkaTopicCreator() {}

    /** An existing topic keeps its settings. */
    static void ensureEvents(Properties connection, short replicas) throws InterruptedException {
        ensure(
                connection,
                new NewTopic(EVENTS, 1, replicas)
                        .configs(Map.of(
                                TopicConfig.RETENTION_MS_CONFIG, "-1",
                                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)));
    }

    static void ensureProgress(Properties connection, short replicas) throws InterruptedException {
        ensure(
                connection,
                new NewTopic(PROGRESS, 1, replicas)
                        .configs(Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                                TopicConfig.SEGMENT_BYTES_CONFIG, "1048576",
                                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1")));
    }

    private static void ensure(Properties connection, NewTopic topic) throws InterruptedException {
        try (Admin admin = Admin.create(connection)) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("Topic " + topic.name() + " cannot be created", e.getCause());
            }
        }
    }
}
