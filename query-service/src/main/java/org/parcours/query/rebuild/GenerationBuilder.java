package org.parcours.query.rebuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.parcours.events.Envelope;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.rebuild.RebuildProgress.Phase;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.topic.ContinuityCheck;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.topic.ProjectionStoppedException;
import org.parcours.query.update.ViewBatch;
import org.parcours.query.views.ViewJson;
import org.springframework.util.FileSystemUtils;

/**
 * Fills an empty generation with all events. They are sorted by group of records first
 * ({@link EventPartitions}), so that each step is folded once with all its events; groups are folded in parallel.
 */
final class GenerationBuilder {

    /** Of one partition, about: some ten thousand events fit into memory several times. */
    private static final int PARTITION_EVENTS = 10_000;

    private static final int MAX_PARTITIONS = 4_000;

    /** A transaction of the database is not much longer, so that the live projection is not kept waiting. */
    private static final int BATCH_EVENTS = 1_000;

    /** The events by which a record is linked to another one; the others are not decoded when they are read. */
    private static final Set<String> LINKING_EVENTS = Set.of(
            EventType.of(PatientsMerged.class).name(),
            EventType.of(PatientsUnmerged.class).name(),
            EventType.of(StayReassigned.class).name());

    private final EventCodec codec;
    private final ViewJson json;
    private final ZoneId hospital;
    private final RebuildProgress listener;
    private final int threads = Runtime.getRuntime().availableProcessors();

    GenerationBuilder(EventCodec codec, ZoneId hospital, RebuildProgress listener) {
        this.codec = codec;
        this.json = new ViewJson(codec);
        this.hospital = hospital;
        this.listener = listener;
    }

    /**
     * @return the progress that the generation has then
     * @throws ProjectionStoppedException where the records of the topic do not follow each other
     */
    ViewProgress build(LeasedGeneration generation, EventSource source) {
        Path folder = createFolder();
        try {
            return build(generation, source, folder);
        } finally {
            delete(folder);
        }
    }

    private ViewProgress build(LeasedGeneration generation, EventSource source, Path folder) {
        int partitions = (int) Math.clamp(source.size() / PARTITION_EVENTS, 1, MAX_PARTITIONS);
        EventPartitions all = new EventPartitions(createFolder(folder, "all"), partitions);
        RecordGroups groups = new RecordGroups();
        ViewProgress read = read(source, all, groups);

        // Only now is it known which records are linked: their events go into partitions by group.
        EventPartitions linked = new EventPartitions(createFolder(folder, "linked"), partitions);
        try (GroupFolding folding = new GroupFolding(generation, read.position())) {
            for (int i = 0; i < partitions; i++) {
                folding.fold(all.take(i), groups, linked);
            }
            for (int i = 0; i < partitions; i++) {
                folding.foldGroups(linked.take(i), groups);
            }
            folding.finish();
            ViewProgress complete = new ViewProgress(
                    read.position(), read.offset(), read.recordedAt(), folding.failedEntries, read.chain());
            generation.write(ViewProgress.NONE, List.of(), complete);
            return complete;
        }
    }

    private ViewProgress read(EventSource source, EventPartitions partitions, RecordGroups groups) {
        ContinuityCheck check = new ContinuityCheck(ViewProgress.NONE);
        Optional<EventRecord> last = Optional.empty();
        for (var records = source.next(); records.isPresent(); records = source.next()) {
            for (EventRecord record : records.get()) {
                check.accept(record.link());
                partitions.add(record.subject(), record);
                if (isLinking(record)) {
                    List<PatientId> affected = OwningPatientResolver.affectedPatients(record.decode(codec));
                    affected.forEach(other -> groups.link(affected.getFirst(), other));
                }
                last = Optional.of(record);
            }
            listener.report(Phase.READING, source.read(), source.size());
        }
        return last.map(this::progress).orElse(ViewProgress.NONE);
    }

    private static boolean isLinking(EventRecord record) {
        return EventType.parse(record.type())
                .filter(type -> LINKING_EVENTS.contains(type.name()))
                .isPresent();
    }

    private ViewProgress progress(EventRecord last) {
        return new ViewProgress(
                last.link().position(),
                last.link().offset(),
                last.decode(codec).recordedAt(),
                0,
                last.link().chain());
    }

    /** Folds groups in several threads, and writes what they have folded, in the thread that calls. */
    private final class GroupFolding implements AutoCloseable {

        private record Folded(ViewBatch batch, int events) {}

        private final LeasedGeneration generation;
        private final long total;
        private final ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("rebuild-", 0).factory());
        private final Deque<Future<Folded>> running = new ArrayDeque<>();
        private long done;
        private long failedEntries;

        GroupFolding(LeasedGeneration generation, long total) {
            this.generation = generation;
            this.total = total;
        }

        /** Records that are linked to others are passed on. */
        void fold(List<EventRecord> partition, RecordGroups groups, EventPartitions linked) {
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

        void foldGroups(List<EventRecord> partition, RecordGroups groups) {
            Map<String, List<EventRecord>> byGroup = new TreeMap<>();
            partition.forEach(record -> byGroup.computeIfAbsent(
                            groups.group(record.subject()).toString(), _ -> new ArrayList<>())
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
            while (running.size() > threads) {
                write(running.remove());
            }
        }

        private ViewBatch fold(Collection<EventRecord> records) {
            List<Envelope> events = records.stream()
                    .map(record -> record.decode(codec))
                    .sorted(Comparator.comparing(Envelope::position))
                    .toList();
            return ViewBatch.of(events, EmptyViews.READER, json, hospital);
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

    private static Path createFolder() {
        try {
            return Files.createTempDirectory("parcours-rebuild");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path createFolder(Path parent, String name) {
        try {
            return Files.createDirectory(parent.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
