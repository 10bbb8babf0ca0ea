package org.parcours.command.intake.hl7.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Several messages that come as one: in a file (FHS … FTS), in a batch (BHS … BTS), or just one behind the other. Each is
 * a message of its own, with the bytes that it came with: taken as one, the results of the second patient would be the
 * first's, which Hl7BatchTest.two_messages_without_an_envelope_are_two shows not to be.
 *
 * @param file the FHS
 * @param batch the first BHS
 */
public record Hl7Batch(Optional<String> file, Optional<String> batch, List<byte[]> messages) {

    /** An MSH has at least so many separators, a line of somebody's text that begins with its name has not. */
    private static final int SEPARATORS = 8;

    public Hl7Batch {
        messages = List.copyOf(messages);
    }

    /** Empty for a single message without an envelope, and for what is neither. */
    public static Optional<Hl7Batch> of(byte[] raw) {
        int start = start(raw);
        if (raw.length - start < 4) {
            return Optional.empty();
        }
        byte separator = raw[start + 3];
        List<Integer> beginnings = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Optional<String> file = Optional.empty();
        Optional<String> batch = Optional.empty();
        for (int from = start, to; from < raw.length; from = to) {
            to = next(raw, from);
            boolean open = beginnings.size() > ends.size();
            boolean header = begins(raw, from, "MSH", separator) && count(raw, from, to, separator) >= SEPARATORS;
            boolean envelope = isEnvelope(raw, from, separator);
            if (!header && !envelope && !open) {
                return Optional.empty();
            }
            if ((header || envelope) && open) {
                ends.add(from);
            }
            if (header) {
                beginnings.add(from);
            } else if (file.isEmpty() && begins(raw, from, "FHS", separator)) {
                file = Optional.of(line(raw, from, to));
            } else if (batch.isEmpty() && begins(raw, from, "BHS", separator)) {
                batch = Optional.of(line(raw, from, to));
            }
        }
        if (file.isEmpty() && batch.isEmpty() && beginnings.size() <= 1) {
            return Optional.empty();
        }
        ends.add(raw.length);
        List<byte[]> messages = IntStream.range(0, beginnings.size())
                .mapToObj(i -> Arrays.copyOfRange(raw, beginnings.get(i), ends.get(i)))
                .toList();
        return Optional.of(new Hl7Batch(file, batch, messages));
    }

    private static boolean isEnvelope(byte[] raw, int from, byte separator) {
        return begins(raw, from, "FHS", separator)
                || begins(raw, from, "BHS", separator)
                || begins(raw, from, "BTS", separator)
                || begins(raw, from, "FTS", separator);
    }

    private static boolean begins(byte[] raw, int from, String name, byte separator) {
        return from + 2 < raw.length
                && raw[from] == name.charAt(0)
                && raw[from + 1] == name.charAt(1)
                && raw[from + 2] == name.charAt(2)
                && (from + 3 == raw.length || raw[from + 3] == separator || ends(raw[from + 3]));
    }

    private static int count(byte[] raw, int from, int to, byte separator) {
        int count = 0;
        for (int at = from; at < to; at++) {
            count += raw[at] == separator ? 1 : 0;
        }
        return count;
    }

    /** Where the next line begins. */
    private static int next(byte[] raw, int from) {
        int to = from;
        while (to < raw.length && !ends(raw[to])) {
            to++;
        }
        while (to < raw.length && ends(raw[to])) {
            to++;
        }
        return to;
    }

    private static boolean ends(byte b) {
        return b == '\r' || b == '\n';
    }

    private static String line(byte[] raw, int from, int to) {
        return new String(raw, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }

    /** Behind the mark of UTF-8 and the blanks that some put before the first segment. */
    private static int start(byte[] raw) {
        boolean marked = raw.length >= 3 && raw[0] == (byte) 0xEF && raw[1] == (byte) 0xBB && raw[2] == (byte) 0xBF;
        int at = marked ? 3 : 0;
        while (at < raw.length && Character.isWhitespace(raw[at])) {
            at++;
        }
        return at;
    }
}
