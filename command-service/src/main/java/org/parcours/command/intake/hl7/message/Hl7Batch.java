package org.parcours.command.intake.hl7.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Several messages received as one: in a file (FHS … FTS), in a batch (BHS … BTS), or one after the other without an
 * envelope. Each is processed as a message of its own, with its own bytes. Processed as one, the second patient's
 * results would be recorded under the first patient (Hl7BatchTest.two_messages_without_an_envelope_are_two).
 *
 * @param fileHeader the FHS segment
 * @param batchHeader the first BHS segment
 */
public record Hl7Batch(Optional<String> fileHeader, Optional<String> batchHeader, List<byte[]> messages) {

    /** An MSH has at least this many separators; a line of free text that begins with "MSH" has fewer. */
    private static final int MIN_SEPARATORS = 8;

    private static final List<String> ENVELOPE_SEGMENTS = List.of("FHS", "BHS", "BTS", "FTS");

    public Hl7Batch {
        messages = List.copyOf(messages);
    }

    /** Empty for a single message without an envelope, and for bytes that are neither a message nor a batch. */
    public static Optional<Hl7Batch> parse(byte[] raw) {
        int start = contentStart(raw);
        if (raw.length - start < 4) {
            return Optional.empty();
        }
        byte separator = raw[start + 3];
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Optional<String> fileHeader = Optional.empty();
        Optional<String> batchHeader = Optional.empty();
        for (int from = start, to; from < raw.length; from = to) {
            to = nextLine(raw, from);
            boolean open = starts.size() > ends.size();
            boolean header = beginsSegment(raw, from, "MSH", separator)
                    && countSeparators(raw, from, to, separator) >= MIN_SEPARATORS;
            boolean envelope = isEnvelope(raw, from, separator);
            if (!header && !envelope && !open) {
                return Optional.empty();
            }
            if ((header || envelope) && open) {
                ends.add(from);
            }
            if (header) {
                starts.add(from);
            } else if (fileHeader.isEmpty() && beginsSegment(raw, from, "FHS", separator)) {
                fileHeader = Optional.of(line(raw, from, to));
            } else if (batchHeader.isEmpty() && beginsSegment(raw, from, "BHS", separator)) {
                batchHeader = Optional.of(line(raw, from, to));
            }
        }
        if (fileHeader.isEmpty() && batchHeader.isEmpty() && starts.size() <= 1) {
            return Optional.empty();
        }
        ends.add(raw.length);
        List<byte[]> messages = IntStream.range(0, starts.size())
                .mapToObj(i -> Arrays.copyOfRange(raw, starts.get(i), ends.get(i)))
                .toList();
        return Optional.of(new Hl7Batch(fileHeader, batchHeader, messages));
    }

    private static boolean isEnvelope(byte[] raw, int from, byte separator) {
        return ENVELOPE_SEGMENTS.stream().anyMatch(name -> beginsSegment(raw, from, name, separator));
    }

    private static boolean beginsSegment(byte[] raw, int from, String name, byte separator) {
        return from + 2 < raw.length
                && raw[from] == name.charAt(0)
                && raw[from + 1] == name.charAt(1)
                && raw[from + 2] == name.charAt(2)
                && (from + 3 == raw.length || raw[from + 3] == separator || isLineEnd(raw[from + 3]));
    }

    private static long countSeparators(byte[] raw, int from, int to, byte separator) {
        return IntStream.range(from, to).filter(at -> raw[at] == separator).count();
    }

    private static int nextLine(byte[] raw, int from) {
        int to = from;
        while (to < raw.length && !isLineEnd(raw[to])) {
            to++;
        }
        while (to < raw.length && isLineEnd(raw[to])) {
            to++;
        }
        return to;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    private static String line(byte[] raw, int from, int to) {
        return new String(raw, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }

    /** After a UTF-8 byte order mark, and the white space that some senders put before the MSH. */
    private static int contentStart(byte[] raw) {
        int at = DecodedHl7Text.hasUtf8Mark(raw) ? 3 : 0;
        while (at < raw.length && Character.isWhitespace(raw[at])) {
            at++;
        }
        return at;
    }
}
