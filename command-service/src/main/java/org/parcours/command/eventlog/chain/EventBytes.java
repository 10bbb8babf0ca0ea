package org.parcours.command.eventlog.chain;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventName;
import org.parcours.command.eventlog.Tag;

/**
 * The events of a commit as bytes, in the one form that is stored and hashed: a format byte, the number of events, and
 * of each its name, its tags in order, and its bytes, all with their length before them (4 bytes, big-endian).
 */
public final class EventBytes {

    private static final byte FORMAT = 1;

    private EventBytes() {}

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
        var buffer =
                ByteBuffer.allocate(Math.toIntExact(size(events))).put(FORMAT).putInt(events.size());
        for (var event : events) {
            put(buffer, ascii(event.name().value()));
            buffer.putInt(event.tags().size());
            for (var tag : new TreeSet<>(event.tags())) {
                put(buffer, ascii(tag.value()));
            }
            put(buffer, event.bytes());
        }
        return buffer.array();
    }

    /** @throws IllegalArgumentException for bytes that {@link #encode} did not make */
    public static List<EventData> decode(byte[] stored) {
        try {
            var buffer = ByteBuffer.wrap(stored);
            if (buffer.get() != FORMAT) {
                throw new IllegalArgumentException("Format " + stored[0] + " is not known here");
            }
            var events = new ArrayList<EventData>();
            for (int left = buffer.getInt(); left > 0; left--) {
                var name = new EventName(string(buffer));
                events.add(new EventData(name, tags(buffer), take(buffer)));
            }
            if (buffer.hasRemaining()) {
                throw new IllegalArgumentException(buffer.remaining() + " bytes too many");
            }
            return events;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("The bytes end too early", e);
        }
    }

    private static Set<Tag> tags(ByteBuffer buffer) {
        var tags = new LinkedHashSet<Tag>();
        for (int left = buffer.getInt(); left > 0; left--) {
            tags.add(new Tag(string(buffer)));
        }
        return tags;
    }

    private static void put(ByteBuffer buffer, byte[] bytes) {
        buffer.putInt(bytes.length).put(bytes);
    }

    private static byte[] take(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException("A length of " + length + " with " + buffer.remaining() + " bytes left");
        }
        var bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static String string(ByteBuffer buffer) {
        return new String(take(buffer), StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }
}
