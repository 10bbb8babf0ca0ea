package org.parcours.command.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.chain.SignedCheckpoint;

/** The Kafka topic {@code parcours.checkpoints}: one partition, unlimited retention, a line of JSON per checkpoint. */
public final class CheckpointTopic implements AutoCloseable {

    public static final String NAME = "parcours.checkpoints";

    private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Properties connection = new Properties();
    private final CheckpointJsonCodec codec = new CheckpointJsonCodec();
    private final short replicas;
    private @Nullable KafkaProducer<String, String> producer;

    /** @param replicas of the topic, if it does not exist and is created */
    public CheckpointTopic(String bootstrapServers, short replicas) {
        connection.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.replicas = replicas;
    }

    /** @throws KafkaException if Kafka has not acknowledged the checkpoint in time */
    public synchronized void publish(SignedCheckpoint checkpoint) {
        try {
            if (producer == null) {
                ensureTopic();
                producer = createProducer();
            }
            producer.send(new ProducerRecord<>(NAME, 0, checkpoint.logId().toString(), codec.write(checkpoint)))
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka did not acknowledge the checkpoint", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while sending the checkpoint to Kafka", e);
        }
    }

    /** All checkpoints in the topic, oldest first. */
    public List<SignedCheckpoint> readAll() {
        var properties = (Properties) connection.clone();
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        var checkpoints = new ArrayList<SignedCheckpoint>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION), TIMEOUT).get(PARTITION);
            while (consumer.position(PARTITION, TIMEOUT) < end) {
                for (var record : consumer.poll(TIMEOUT)) {
                    checkpoints.add(codec.read(record.value()));
                }
            }
        }
        return checkpoints;
    }

    private KafkaProducer<String, String> createProducer() {
        var properties = (Properties) connection.clone();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "parcours-checkpoints");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(TIMEOUT.toMillis()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(2 * TIMEOUT.toMillis()));
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private void ensureTopic() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(connection)) {
            var topic = new NewTopic(NAME, 1, replicas)
                    .configs(Map.of(
                            TopicConfig.RETENTION_MS_CONFIG, "-1",
                            TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
            admin.createTopics(List.of(topic)).all().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(TIMEOUT);
        }
    }
}
