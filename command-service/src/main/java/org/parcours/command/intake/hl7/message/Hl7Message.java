package org.parcours.command.intake.hl7.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.intake.InvisibleCharacters;
import org.parcours.command.message.RejectionException;

/**
 * The segments of a message of any version, in their order, Z segments included.
 *
 * <p>Parcours splits a message itself (ADR 0033): a parser that resolves escapes and components at once cannot tell
 * which values were used, nor give back a text in which the sender has not escaped {@code &} and {@code ^}.
 *
 * @param normalised the text with uniform line ends: identical for a message and the same message sent again
 */
public record Hl7Message(List<Hl7Segment> segments, String normalised) {

    private static final Pattern SEGMENT_NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");

    /** Written in small letters or with blanks after it, the name of a segment with meaning is still not text. */
    private static final Pattern MISSPELT_NAME = Pattern.compile(
            "(?:EVN|PID|PV[12]|MRG|NTE|ORC|OBR|OBX|SPM|SAC|TQ[12]|TXA|SCH|RGS|AI[GLPS]|RX[ACDEGOR]|AL1|IAM|DG1|PR1|ZBE) *",
            Pattern.CASE_INSENSITIVE);

    /** No field of MSH contains lines: LF ends the header, and CR the other segments. */
    private static final Pattern SWALLOWED_SEGMENT = Pattern.compile("\\n[A-Z][A-Z0-9]{2}[^A-Za-z0-9]");

    public Hl7Message {
        segments = List.copyOf(segments);
    }

    /**
     * @param charset of the bytes that hexadecimal escape sequences contain
     * @throws RejectionException if the text is not an HL7 v2 message
     */
    public static Hl7Message parse(String text, Charset charset, int maxSegments) {
        List<String> lines = lines(text, maxSegments);
        if (SWALLOWED_SEGMENT.matcher(lines.getFirst()).find()) {
            throw Hl7RejectionCode.HEADER_VALUE_INVALID.exceptionAt("MSH");
        }
        Hl7Delimiters delimiters = Hl7Delimiters.parse(lines.getFirst());
        return new Hl7Message(
                lines.stream()
                        .map(line -> new Hl7Segment(withEmbeddedSegmentsAsText(line, delimiters), delimiters, charset))
                        .toList(),
                String.join("\r", lines));
    }

    /** The MSH segment of the beginning of a message; empty if it cannot be read. */
    public static Optional<Hl7Segment> parseHeader(String beginning) {
        String body = InvisibleCharacters.strip(beginning);
        if (!beginsWithHeader(body)) {
            return Optional.empty();
        }
        String line = SWALLOWED_SEGMENT.split(body.split("\r", 2)[0], 2)[0];
        return Optional.of(new Hl7Segment(line, Hl7Delimiters.parseOrDefault(line), StandardCharsets.UTF_8));
    }

    public Hl7Segment header() {
        return segments.getFirst();
    }

    public Hl7Segment segment(String name) {
        return firstOf(segments, name);
    }

    public boolean hasSegment(String name) {
        return segments.stream().anyMatch(segment -> segment.is(name));
    }

    public List<Hl7Segment> segmentsOf(String name) {
        return segments.stream().filter(segment -> segment.is(name)).toList();
    }

    /** The same message with some of its segments only. */
    public Hl7Message withSegments(List<Hl7Segment> some) {
        return new Hl7Message(some, normalised);
    }

    /** The first of the segments with that name; an absent one if there is none. */
    public static Hl7Segment firstOf(List<Hl7Segment> segments, String name) {
        return segments.stream().filter(s -> s.is(name)).findFirst().orElseGet(() -> absentSegment(name));
    }

    /** A segment without content. */
    public static Hl7Segment absentSegment(String name) {
        return Hl7Segment.absent(name);
    }

    /**
     * The segment terminator is CR (HL7 v2.9, 2.6). LF ends a segment only in a message without CR; elsewhere it is
     * text, unless it follows a CR. A line that begins with no segment name continues the previous one.
     */
    private static List<String> lines(String text, int maxSegments) {
        String body = InvisibleCharacters.strip(text);
        if (!beginsWithHeader(body)) {
            throw Hl7RejectionCode.NOT_HL7.exceptionAt("MSH");
        }
        char separator = body.charAt(3);
        String uniform = body.indexOf('\r') >= 0 ? body.replace("\r\n", "\r") : body.replace('\n', '\r');
        Hl7Header.findSecond(uniform).ifPresent(place -> {
            throw Hl7RejectionCode.SEVERAL_MESSAGES.exceptionAt(place);
        });
        List<StringBuilder> lines = new ArrayList<>();
        for (int from = 0, to; from < uniform.length(); from = to + 1) {
            to = uniform.indexOf('\r', from);
            to = to < 0 ? uniform.length() : to;
            String line = uniform.substring(from, to);
            if (line.isBlank()) {
                continue;
            }
            // Some senders indent segments, or put a byte order mark before them.
            String stripped = InvisibleCharacters.stripLeading(line);
            segment(stripped, separator)
                    .ifPresentOrElse(
                            segment -> lines.add(new StringBuilder(segment)),
                            () -> lines.getLast().append('\n').append(line));
            if (lines.size() > maxSegments) {
                throw new RejectionException(
                        Hl7RejectionCode.TOO_MANY_SEGMENTS.at("MSH", "the limit is " + maxSegments));
            }
        }
        return lines.stream().map(StringBuilder::toString).toList();
    }

    /**
     * A line after a line feed that looks like a segment is text, as its line feed is: its field separators must not
     * shift the fields of the segment that contains it.
     */
    private static String withEmbeddedSegmentsAsText(String segment, Hl7Delimiters delimiters) {
        if (segment.indexOf('\n') < 0 || delimiters.escape().isEmpty()) {
            return segment;
        }
        String escaped = delimiters.escape().get() + "F" + delimiters.escape().get();
        String[] lines = segment.split("\n", -1);
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].length() > 3 && beginsSegment(lines[i], delimiters.field())) {
                lines[i] = lines[i].replace(String.valueOf(delimiters.field()), escaped);
            }
        }
        return String.join("\n", lines);
    }

    private static boolean beginsWithHeader(String text) {
        return text.length() >= 5 && text.startsWith("MSH") && Hl7Header.isSeparator(text.charAt(3));
    }

    private static Optional<String> segment(String line, char separator) {
        int end = line.indexOf(separator);
        if (beginsSegment(line, separator)) {
            return Optional.of(line);
        }
        return end >= 3 && MISSPELT_NAME.matcher(line.substring(0, end)).matches()
                ? Optional.of(line.substring(0, 3).toUpperCase(Locale.ROOT) + line.substring(end))
                : Optional.empty();
    }

    private static boolean beginsSegment(String line, char separator) {
        return line.length() >= 3
                && SEGMENT_NAME.matcher(line.substring(0, 3)).matches()
                && (line.length() == 3 || line.charAt(3) == separator);
    }
}
