package org.parcours.command.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.parcours.command.eventlog.chain.ChainedEvent;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;

/** Writes events and the progress in transactions. Opening one fences the previous writer. */
final class TopicWriter implements AutoCloseable {

    /** The control record that ends a transaction has an offset too. */
    private static final int COMMIT_MARKER = 1;

    private final EventCodec codec;
    private final KafkaProducer<String, byte[]> producer;
    private long nextOffset = -1;

    TopicWriter(Properties connection, String transactionalId, EventCodec codec) {
        this.codec = codec;
        Properties settings = (Properties) connection.clone();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        // One request at a time, each as full as possible: while the broker verifies a transaction's first request,
        // later ones would be out of sequence, rejected and sent again.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "2");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(256 << 10));
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /**
     * @param after the progress before these events
     * @return the progress, which is written with them
     */
    PublishedProgress publish(PublishedProgress after, List<ChainedEvent> events) {
        long expected = after.position();
        Future<RecordMetadata> last = CompletableFuture.failedFuture(new IllegalStateException("No events"));
        producer.beginTransaction();
        for (ChainedEvent event : events) {
            if (event.position() != ++expected) {
                throw new IllegalStateException("Gap in the log: position " + expected + " is missing");
            }
            last = producer.send(record(event));
        }
        String chain = events.getLast().chain();
        ProducerRecord<String, byte[]> progress = new ProducerRecord<>(
                KafkaTopicCreator.PROGRESS,
                0,
                TopicReader.PROGRESS_KEY,
                Long.toString(expected).getBytes(UTF_8));
        progress.headers().add(TopicReader.CHAIN_HEADER, chain.getBytes(UTF_8));
        after.topicId().ifPresent(id -> progress.headers().add(TopicReader.TOPIC_HEADER, id.getBytes(UTF_8)));
        producer.send(progress);
        producer.commitTransaction();
        nextOffset = last.resultNow().offset() + 1 + COMMIT_MARKER;
        return new PublishedProgress(expected, Optional.of(chain), after.topicId());
    }

    /** The offset after the last transaction of this writer in the topic of the events; -1 where it wrote none. */
    long nextOffset() {
        return nextOffset;
    }

    /** Tells query-service that the views are not those of the log any more. */
    void announce(PublisherHalt halt) {
        ProducerRecord<String, byte[]> notice = new ProducerRecord<>(
                KafkaTopicCreator.PROGRESS,
                0,
                TopicReader.HALT_KEY,
                halt.message().getBytes(UTF_8));
        notice.headers().add("cause", halt.cause().name().getBytes(UTF_8));
        send(notice);
    }

    void withdrawHaltNotice() {
        send(new ProducerRecord<>(KafkaTopicCreator.PROGRESS, 0, TopicReader.HALT_KEY, null));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        producer.beginTransaction();
        producer.send(record);
        producer.commitTransaction();
    }

    private ProducerRecord<String, byte[]> record(ChainedEvent chained) {
        var event = chained.event();
        Envelope envelope = codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt());
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                KafkaTopicCreator.EVENTS, 0, envelope.subject().toString(), codec.data(envelope));
        codec.attributes(envelope).forEach((name, value) -> header(record, "ce_" + name, value));
        header(record, "ce_commit", Long.toString(chained.commit()));
        header(record, "ce_previous", chained.previous());
        header(record, "ce_chain", chained.chain());
        header(record, "content-type", "application/json");
        return record;
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(UTF_8));
    }

    @Override
    public void close() {
        producer.close();
    }
}
