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
        Lines lines = Lines.of(raw, start);
        byte separator = raw[start + 3];
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Optional<String> fileHeader = Optional.empty();
        Optional<String> batchHeader = Optional.empty();
        for (int from = start, to; from < raw.length; from = to) {
            to = lines.next(from);
            boolean open = starts.size() > ends.size();
            boolean header = lines.isHeader(from, to, separator);
            boolean envelope = lines.isEnvelope(from, separator);
            if (!header && !envelope && !open) {
                return Optional.empty();
            }
            if ((header || envelope) && open) {
                ends.add(from);
            }
            if (header) {
                starts.add(from);
            } else if (fileHeader.isEmpty() && lines.beginsSegment(from, "FHS", separator)) {
                fileHeader = Optional.of(lines.text(from, to));
            } else if (batchHeader.isEmpty() && lines.beginsSegment(from, "BHS", separator)) {
                batchHeader = Optional.of(lines.text(from, to));
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

    /**
     * The bytes line by line. As in one message, LF ends a line only where there is no CR: a report may contain a line of
     * text that begins with MSH.
     */
    private record Lines(byte[] raw, boolean endWithCarriageReturn) {

        static Lines of(byte[] raw, int start) {
            return new Lines(raw, IntStream.range(start, raw.length).anyMatch(at -> raw[at] == '\r'));
        }

        int next(int from) {
            int to = from;
            while (to < raw.length && raw[to] != (endWithCarriageReturn ? '\r' : '\n')) {
                to++;
            }
            while (to < raw.length && isLineEnd(raw[to])) {
                to++;
            }
            return to;
        }

        /** A header with the separator of the first, or in the form of one with another. */
        boolean isHeader(int from, int to, byte separator) {
            return beginsSegment(from, "MSH", separator) && separators(from, to, separator) >= MIN_SEPARATORS
                    || from + 3 < to
                            && raw[from] == 'M'
                            && raw[from + 1] == 'S'
                            && raw[from + 2] == 'H'
                            && Hl7Header.hasForm(text(from, to));
        }

        boolean isEnvelope(int from, byte separator) {
            return ENVELOPE_SEGMENTS.stream().anyMatch(name -> beginsSegment(from, name, separator));
        }

        boolean beginsSegment(int from, String name, byte separator) {
            return from + 2 < raw.length
                    && raw[from] == name.charAt(0)
                    && raw[from + 1] == name.charAt(1)
                    && raw[from + 2] == name.charAt(2)
                    && (from + 3 == raw.length || raw[from + 3] == separator || isLineEnd(raw[from + 3]));
        }

        String text(int from, int to) {
            return new String(raw, from, to - from, StandardCharsets.ISO_8859_1).strip();
        }

        private long separators(int from, int to, byte separator) {
            return IntStream.range(from, to).filter(at -> raw[at] == separator).count();
        }

        private static boolean isLineEnd(byte b) {
            return b == '\r' || b == '\n';
        }
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
