package org.parcours.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @Test
    void transactions_and_records_survive_a_restart(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            sendInTransaction(kafka.bootstrapServers(), "first", "second");
        }
        String clusterId = clusterId(directory);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            sendInTransaction(kafka.bootstrapServers(), "third");
            assertThat(committed(kafka.bootstrapServers(), 3)).containsExactly("first", "second", "third");
        }
        assertThat(clusterId(directory)).isEqualTo(clusterId);
    }

    @Test
    void records_survive_a_kill_of_the_broker(@TempDir Path directory) throws Exception {
        Process broker = KafkaBrokerProcess.start(directory);
        try {
            sendInTransaction(KafkaBrokerProcess.awaitAddress(broker), "before the kill");
        } finally {
            broker.destroyForcibly().waitFor();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            sendInTransaction(kafka.bootstrapServers(), "after");
            assertThat(committed(kafka.bootstrapServers(), 2)).containsExactly("before the kill", "after");
        }
    }

    private static void sendInTransaction(String bootstrapServers, String... values) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "embedded-kafka-test",
                "key.serializer",
                StringSerializer.class.getName(),
                "value.serializer",
                StringSerializer.class.getName()));
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>("facts", "key", value));
            }
            producer.commitTransaction();
        }
    }

    private static List<String> committed(String bootstrapServers, int count) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                StringDeserializer.class.getName(),
                "value.deserializer",
                StringDeserializer.class.getName()));
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
            consumer.assign(List.of(new TopicPartition("facts", 0)));
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static String clusterId(Path directory) throws Exception {
        return Files.readAllLines(directory.resolve("meta.properties")).stream()
                .filter(line -> line.startsWith("cluster.id="))
                .findFirst()
                .orElseThrow();
    }
}
