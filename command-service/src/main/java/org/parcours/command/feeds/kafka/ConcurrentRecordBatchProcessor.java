package org.parcours.command.feeds.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one poll in process: those of one key one after the other, those of different keys concurrently, so
 * that they share the log's group commits.
 */
final class ConcurrentRecordBatchProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ConcurrentRecordBatchProcessor.class);

    interface RecordHandler {

        /** @return false where the batch is stopped: this record and those after it will be read again */
        boolean handle(ConsumerRecord<byte[], byte[]> record, ConcurrentRecordBatchProcessor batch)
                throws InterruptedException;
    }

    private record SequenceKey(
            TopicPartition partition, @Nullable ByteBuffer key) {}

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Set<ConsumerRecord<byte[], byte[]>> done = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private final CountDownLatch stopSignal = new CountDownLatch(1);

    ConcurrentRecordBatchProcessor(ConsumerRecords<byte[], byte[]> polled, RecordHandler handler) {
        Map<SequenceKey, List<ConsumerRecord<byte[], byte[]>>> sequences = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            records.computeIfAbsent(partition, _ -> new ArrayList<>()).add(record);
            ByteBuffer key = record.key() == null ? null : ByteBuffer.wrap(record.key());
            sequences
                    .computeIfAbsent(new SequenceKey(partition, key), _ -> new ArrayList<>())
                    .add(record);
        }
        for (List<ConsumerRecord<byte[], byte[]>> sequence : sequences.values()) {
            workers.execute(() -> processInOrder(sequence, handler));
        }
        workers.shutdown();
    }

    private void processInOrder(List<ConsumerRecord<byte[], byte[]>> sequence, RecordHandler handler) {
        try {
            for (ConsumerRecord<byte[], byte[]> record : sequence) {
                if (stopSignal.getCount() == 0 || !handler.handle(record, this)) {
                    return;
                }
                done.add(record);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("inbound record failed", e);
        }
    }

    /** @return false where the batch is stopped and there is no next attempt */
    boolean pause(Duration pause) throws InterruptedException {
        return !stopSignal.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** @return whether every sequence has ended */
    boolean await(Duration timeout) throws InterruptedException {
        return workers.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether every record is done; false where a thread died on an error. */
    boolean isComplete() {
        return records.values().stream().mapToInt(List::size).sum() == done.size();
    }

    /** Ends each sequence after its current record. No thread is interrupted: that would cost a database connection. */
    void stop() {
        stopSignal.countDown();
    }

    /** The offset of each partition up to which all records are done. */
    Map<TopicPartition, OffsetAndMetadata> committableOffsets(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            for (ConsumerRecord<byte[], byte[]> record : records.getOrDefault(partition, List.of())) {
                if (!done.contains(record)) {
                    break;
                }
                offsets.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        return offsets;
    }
}
