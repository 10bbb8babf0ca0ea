package org.parcours.command.intake.hl7.message;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.GenericSegment;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import ca.uhn.hl7v2.parser.GenericModelClassFactory;
import ca.uhn.hl7v2.parser.PipeParser;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;

/**
 * The segments of a message of any version, in their order, Z segments included.
 *
 * <p>HAPI parses each segment by itself, never the message as a whole: its generic message nests one level deeper for
 * each change of segment name, so that a result with some thousand alternating OBX and NTE ends in a
 * StackOverflowError (HAPI 2.6.0, NonStandardStructureDefinition.getNextLeaf).
 *
 * @param normalised the text with uniform line ends: identical for a message and the same message sent again
 */
public record Hl7Message(List<Hl7Segment> segments, String normalised) {

    private static final HapiContext HAPI = hapiContext();
    private static final String DEFAULT_ENCODING_CHARACTERS = "^~\\&";
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern SEGMENT_NAME = Pattern.compile("[A-Z][A-Z0-9]{2}");

    /** @throws RejectionException if the text is not an HL7 v2 message */
    public static Hl7Message parse(String text, int maxSegments) {
        List<String> lines = lines(text, maxSegments);
        char separator = lines.getFirst().charAt(3);
        EncodingCharacters encoding = encodingCharacters(lines.getFirst(), separator);
        PipeParser parser = new PipeParser(HAPI);
        GenericMessage parent = new GenericMessage.V25(HAPI.getModelClassFactory());
        parent.setParser(parser); // Without it, HAPI creates a parser with all validation rules for each message.
        return new Hl7Message(
                lines.stream()
                        .map(line -> parseSegment(parser, parent, line, encoding))
                        .toList(),
                String.join("\r", lines));
    }

    /** The MSH segment of a message's first line; empty if it cannot be read. */
    public static Optional<Hl7Segment> parseHeader(String firstLine) {
        try {
            return Optional.of(parse(firstLine, 1).header());
        } catch (RejectionException e) {
            return Optional.empty();
        }
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

    /** The first of the segments with that name; an absent one if there is none. */
    public static Hl7Segment firstOf(List<Hl7Segment> segments, String name) {
        return segments.stream().filter(s -> s.is(name)).findFirst().orElseGet(() -> absentSegment(name));
    }

    /** A segment without content. */
    public static Hl7Segment absentSegment(String name) {
        return new Hl7Segment(new GenericSegment(new GenericMessage.V25(HAPI.getModelClassFactory()), name));
    }

    /** A line that begins with no segment name continues the previous one: a line feed inside a text. */
    private static List<String> lines(String text, int maxSegments) {
        List<StringBuilder> lines = new ArrayList<>();
        String body = text.stripLeading();
        if (!body.startsWith("MSH") || body.length() < 5 || !isSeparator(body.charAt(3))) {
            throw Hl7RejectionCode.NOT_HL7.exceptionAt("MSH");
        }
        char separator = body.charAt(3);
        for (String line : LINE_END.split(body)) {
            if (line.isBlank()) {
                continue;
            }
            boolean beginsSegment = line.length() >= 3
                    && SEGMENT_NAME.matcher(line.substring(0, 3)).matches()
                    && (line.length() == 3 || line.charAt(3) == separator);
            if (beginsSegment) {
                lines.add(new StringBuilder(line));
            } else {
                lines.getLast().append('\n').append(line);
            }
            if (lines.size() > maxSegments) {
                throw new RejectionException(
                        Hl7RejectionCode.TOO_MANY_SEGMENTS.at("MSH", "the limit is " + maxSegments));
            }
        }
        return lines.stream().map(StringBuilder::toString).toList();
    }

    private static boolean isSeparator(char separator) {
        return !Character.isLetterOrDigit(separator) && !Character.isISOControl(separator);
    }

    private static EncodingCharacters encodingCharacters(String header, char separator) {
        int end = header.indexOf(separator, 4);
        String declared = end < 0 ? header.substring(4) : header.substring(4, end);
        return new EncodingCharacters(
                separator,
                declared.length() >= 4
                        ? declared
                        : declared + DEFAULT_ENCODING_CHARACTERS.substring(declared.length()));
    }

    private static Hl7Segment parseSegment(
            PipeParser parser, GenericMessage parent, String line, EncodingCharacters encoding) {
        GenericSegment segment = new GenericSegment(parent, line.substring(0, 3));
        try {
            parser.parse(segment, line, encoding);
        } catch (HL7Exception | RuntimeException e) {
            throw Hl7RejectionCode.UNREADABLE.exceptionAt(segment.getName());
        }
        return new Hl7Segment(segment);
    }

    private static HapiContext hapiContext() {
        DefaultHapiContext context = new DefaultHapiContext(new GenericModelClassFactory());
        context.setValidationContext(ValidationContextFactory.noValidation());
        return context;
    }
}
