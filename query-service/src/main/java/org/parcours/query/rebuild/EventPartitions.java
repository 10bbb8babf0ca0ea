package org.parcours.query.rebuild;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parcours.events.PatientId;
import org.parcours.query.topic.EventRecord;
import org.parcours.query.topic.RecordLink;

/**
 * The records of the topic in temporary files, all of one patient record in the same one: each file fits into memory,
 * however long the log is.
 */
final class EventPartitions {

    private static final int MAX_BUFFERED_BYTES = 64 << 10;

    private final Path folder;
    private final ByteArrayOutputStream[] buffers;

    /** @param folder that exists, and has no other files */
    EventPartitions(Path folder, int count) {
        this.folder = folder;
        this.buffers = new ByteArrayOutputStream[count];
    }

    int count() {
        return buffers.length;
    }

    void add(PatientId group, EventRecord record) {
        int partition = partition(group);
        if (buffers[partition] == null) {
            buffers[partition] = new ByteArrayOutputStream();
        }
        ByteArrayOutputStream buffer = buffers[partition];
        try {
            write(record, new DataOutputStream(buffer));
            if (buffer.size() > MAX_BUFFERED_BYTES) {
                flush(partition);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Of ids that are random, equal ranges in the order of their texts: documents that are written partition by partition
     * follow each other in the indexes of the database, most of which begin with the patient.
     */
    private int partition(PatientId group) {
        long first32Bits = group.value().getMostSignificantBits() >>> 32;
        return (int) (first32Bits * buffers.length >>> 32);
    }

    /** The records of a partition, in the order in which they were added. Its file is deleted. */
    List<EventRecord> take(int partition) {
        try {
            if (buffers[partition] == null) {
                return List.of();
            }
            flush(partition);
            buffers[partition] = null;
            List<EventRecord> records = new ArrayList<>();
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(partition))))) {
                for (int attributes = in.read(); attributes >= 0; attributes = in.read()) {
                    records.add(read(attributes, in));
                }
            }
            Files.delete(file(partition));
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int partition) {
        return folder.resolve(partition + ".events");
    }

    private void flush(int partition) throws IOException {
        Files.write(
                file(partition),
                buffers[partition].toByteArray(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        buffers[partition].reset();
    }

    private static void write(EventRecord record, DataOutputStream out) throws IOException {
        out.writeByte(record.attributes().size());
        for (Map.Entry<String, String> attribute : record.attributes().entrySet()) {
            out.writeUTF(attribute.getKey());
            out.writeUTF(attribute.getValue());
        }
        out.writeLong(record.link().offset());
        out.writeLong(record.link().position());
        out.writeInt(record.data().length);
        out.write(record.data());
    }

    private static EventRecord read(int attributes, DataInputStream in) throws IOException {
        Map<String, String> read = HashMap.newHashMap(attributes);
        for (int i = 0; i < attributes; i++) {
            read.put(in.readUTF(), in.readUTF());
        }
        RecordLink link = new RecordLink(in.readLong(), in.readLong(), "", "");
        return new EventRecord(link, read, in.readNBytes(in.readInt()));
    }
}
