package org.parcours.command.eventlog.chain;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;

/**
 * Encodes the events of a commit in the form that is stored and hashed: a format byte, the number of events, and for
 * each its name, its tags in order, and its bytes, each preceded by its length (4 bytes, big-endian).
 */
public final class EventDataCodec {

    private static final byte FORMAT_VERSION = 1;

    private EventDataCodec() {}

    public static long size(List<EventData> events) {
        long size = 1 + Integer.BYTES;
        for (var event : events) {
            size += 3 * Integer.BYTES + event.name().value().length() + event.bytes().length;
            for (var tag : event.tags()) {
                size += Integer.BYTES + tag.value().length();
            }
        }
        return size;
    }

    public static byte[] encode(List<EventData> events) {
        var buffer = ByteBuffer.allocate(Math.toIntExact(size(events)))
                .put(FORMAT_VERSION)
                .putInt(events.size());
        for (var event : events) {
            writeString(buffer, event.name().value());
            buffer.putInt(event.tags().size());
            for (var tag : new TreeSet<>(event.tags())) {
                writeString(buffer, tag.value());
            }
            writeBytes(buffer, event.bytes());
        }
        return buffer.array();
    }

    /** @throws IllegalArgumentException for bytes that are not a result of {@link #encode} */
    public static List<EventData> decode(byte[] stored) {
        try {
            var buffer = ByteBuffer.wrap(stored);
            if (buffer.get() != FORMAT_VERSION) {
                throw new IllegalArgumentException("Unknown format " + stored[0]);
            }
            var events = new ArrayList<EventData>();
            for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
                var name = new UnversionedEventName(readString(buffer));
                events.add(new EventData(name, readTags(buffer), readBytes(buffer)));
            }
            if (buffer.hasRemaining()) {
                throw new IllegalArgumentException(buffer.remaining() + " bytes after the last event");
            }
            return events;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Unexpected end of the bytes", e);
        }
    }

    /**
     * One of the events of {@link #decode}, without decoding the others; empty where there is none with this index.
     *
     * @throws IllegalArgumentException for bytes that are not a result of {@link #encode}
     */
    public static Optional<EventData> decode(byte[] stored, long index) {
        try {
            var buffer = ByteBuffer.wrap(stored);
            if (buffer.get() != FORMAT_VERSION) {
                throw new IllegalArgumentException("Unknown format " + stored[0]);
            }
            if (index < 0 || index >= buffer.getInt()) {
                return Optional.empty();
            }
            for (long before = 0; before < index; before++) {
                skipEvent(buffer);
            }
            var name = new UnversionedEventName(readString(buffer));
            return Optional.of(new EventData(name, readTags(buffer), readBytes(buffer)));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("Unexpected end of the bytes", e);
        }
    }

    private static void skipEvent(ByteBuffer buffer) {
        skipBytes(buffer);
        for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
            skipBytes(buffer);
        }
        skipBytes(buffer);
    }

    private static Set<Tag> readTags(ByteBuffer buffer) {
        var tags = new LinkedHashSet<Tag>();
        for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
            tags.add(new Tag(readString(buffer)));
        }
        return tags;
    }

    private static void writeString(ByteBuffer buffer, String value) {
        writeBytes(buffer, value.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeBytes(ByteBuffer buffer, byte[] bytes) {
        buffer.putInt(bytes.length).put(bytes);
    }

    private static void skipBytes(ByteBuffer buffer) {
        int length = readLength(buffer);
        buffer.position(buffer.position() + length);
    }

    private static int readLength(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException(
                    "Invalid length " + length + " with " + buffer.remaining() + " bytes left");
        }
        return length;
    }

    private static byte[] readBytes(ByteBuffer buffer) {
        var bytes = new byte[readLength(buffer)];
        buffer.get(bytes);
        return bytes;
    }

    private static String readString(ByteBuffer buffer) {
        return new String(readBytes(buffer), StandardCharsets.US_ASCII);
    }
}
