package org.parcours.query.rebuild;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.springframework.util.FileSystemUtils;

/**
 * Fills an empty generation with all events. They are sorted by group of records first
 * ({@link EventPartitions}), so that each step is folded once with all its events; groups are folded in parallel.
 */
final class GenerationBuilder {

    /** Of one partition, about: some ten thousand events fit into memory several times. */
    private static final int PARTITION_EVENTS = 10_000;

    private static final int MAX_PARTITIONS = 4_000;

    /** The events by which a record is linked to another one; the others are not decoded when they are read. */
    private static final Set<String> LINKING_EVENTS = Set.of(
            EventType.of(PatientsMerged.class).name(),
            EventType.of(PatientsUnmerged.class).name(),
            EventType.of(StayReassigned.class).name());

    private final EventCodec codec;
    private final ZoneId hospital;
    private final RebuildProgress listener;

    GenerationBuilder(EventCodec codec, ZoneId hospital, RebuildProgress listener) {
        this.codec = codec;
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

    private ViewProgress build(LeasedGeneration generation, EventSource source, Path temporary) {
        int partitions = (int) Math.clamp(source.size() / PARTITION_EVENTS, 1, MAX_PARTITIONS);
        EventPartitions all = new EventPartitions(createFolder(temporary, "all"), partitions);
        PatientRecordGroups groups = new PatientRecordGroups();
        ViewProgress read = read(source, all, groups);

        // Only now is it known which records are linked: their events go into partitions by group.
        EventPartitions linked = new EventPartitions(createFolder(temporary, "linked"), partitions);
        try (ParallelGroupFold groupFold =
                new ParallelGroupFold(generation, codec, hospital, listener, read.position())) {
            for (int i = 0; i < partitions; i++) {
                groupFold.fold(all.take(i), groups, linked);
            }
            for (int i = 0; i < partitions; i++) {
                groupFold.foldGroups(linked.take(i), groups);
            }
            groupFold.finish();
            ViewProgress complete = new ViewProgress(
                    read.position(), read.offset(), read.recordedAt(), groupFold.failedEntries(), read.chain());
            generation.write(ViewProgress.NONE, List.of(), complete);
            return complete;
        }
    }

    private ViewProgress read(EventSource source, EventPartitions partitions, PatientRecordGroups groups) {
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
