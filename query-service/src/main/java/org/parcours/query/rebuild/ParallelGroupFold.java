package org.parcours.query.rebuild;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.rebuild.RebuildProgress.Phase;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.update.ViewBatch;
import org.parcours.query.views.ViewJson;

/** Folds groups in several threads, and writes what they have folded, in the thread that calls. */
final class ParallelGroupFold implements AutoCloseable {

    /** A transaction of the database is not much longer, so that the live projection is not kept waiting. */
    private static final int BATCH_EVENTS = 1_000;

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private record Folded(ViewBatch batch, int events) {}

    private final LeasedGeneration generation;
    private final EventCodec codec;
    private final ViewJson json;
    private final ZoneId hospital;
    private final RebuildProgress listener;
    private final long total;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("rebuild-", 0).factory());
    private final Deque<Future<Folded>> running = new ArrayDeque<>();
    private long done;
    private long failedEntries;

    /** @param total how many events there are */
    ParallelGroupFold(
            LeasedGeneration generation, EventCodec codec, ZoneId hospital, RebuildProgress listener, long total) {
        this.generation = generation;
        this.codec = codec;
        this.json = new ViewJson(codec);
        this.hospital = hospital;
        this.listener = listener;
        this.total = total;
    }

    /** Records that are linked to others are passed on. */
    void fold(List<EventRecord> partition, PatientRecordGroups groups, EventPartitions linked) {
        List<EventRecord> alone = new ArrayList<>();
        for (EventRecord record : partition) {
            if (groups.isLinked(record.subject())) {
                linked.add(groups.group(record.subject()), record);
            } else {
                alone.add(record);
            }
        }
        foldGroups(alone, groups);
    }

    void foldGroups(List<EventRecord> partition, PatientRecordGroups groups) {
        Map<String, List<EventRecord>> byGroup = new TreeMap<>();
        partition.forEach(
                record -> byGroup.computeIfAbsent(groups.group(record.subject()).toString(), _ -> new ArrayList<>())
                        .add(record));
        List<EventRecord> batch = new ArrayList<>();
        for (List<EventRecord> group : byGroup.values()) {
            batch.addAll(group);
            if (batch.size() >= BATCH_EVENTS) {
                submit(batch);
                batch = new ArrayList<>();
            }
        }
        if (!batch.isEmpty()) {
            submit(batch);
        }
    }

    private void submit(List<EventRecord> records) {
        running.add(workers.submit(() -> new Folded(fold(records), records.size())));
        while (running.size() > THREADS) {
            write(running.remove());
        }
    }

    private ViewBatch fold(Collection<EventRecord> records) {
        List<Envelope> events = records.stream()
                .map(record -> record.decode(codec))
                .sorted(Comparator.comparing(Envelope::position))
                .toList();
        return ViewBatch.of(events, EmptyViewReader.READER, json, hospital);
    }

    /** How many of the written entries are markers of a step that cannot be shown. */
    long failedEntries() {
        return failedEntries;
    }

    void finish() {
        while (!running.isEmpty()) {
            write(running.remove());
        }
    }

    private void write(Future<Folded> task) {
        Folded folded = get(task);
        generation.write(folded.batch().changes());
        failedEntries += folded.batch().moreFailed();
        done += folded.events();
        listener.report(Phase.BUILDING, done, total);
    }

    private static Folded get(Future<Folded> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The rebuild was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
