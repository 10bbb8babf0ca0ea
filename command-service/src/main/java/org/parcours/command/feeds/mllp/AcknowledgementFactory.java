package org.parcours.command.feeds.mllp;

import ca.uhn.hl7v2.parser.DefaultEscaping;
import ca.uhn.hl7v2.parser.EncodingCharacters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.ReceivedHl7Message;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Rejection;

/** Writes the acknowledgement of a message (ACK) in the message's version and character set. */
final class AcknowledgementFactory {

    /** HL7 table 0008. */
    enum AckCode {
        /** Recorded, duplicate or unsupported: the sender has nothing left to do. */
        AA,
        /** In quarantine: the sender need not send it again, a person has to correct it. */
        AE,
        /** Not stored, or not a message: the sender keeps it. */
        AR;

        /** The corresponding accept acknowledgement: CA, CE, CR. */
        String acceptCode() {
            return "C" + name().substring(1);
        }
    }

    static final byte[] NO_ACK = {};

    private static final EncodingCharacters ENCODING = EncodingCharacters.defaultInstance();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSSZ");
    private static final Pattern FIELD_PATH =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?(?:-(\\d+)(?:\\.(\\d+))?)?");
    /** Would break the segments of the acknowledgement, or its frame. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private static final Pattern VERSION = Pattern.compile("2\\.(\\d).*");

    private static final Map<Charset, String> TABLE_0211 = Map.ofEntries(
            Map.entry(StandardCharsets.US_ASCII, "ASCII"),
            Map.entry(StandardCharsets.UTF_8, "UNICODE UTF-8"),
            Map.entry(StandardCharsets.UTF_16, "UNICODE UTF-16"),
            Map.entry(StandardCharsets.ISO_8859_1, "8859/1"),
            Map.entry(Charset.forName("windows-1252"), "8859/1"),
            Map.entry(Charset.forName("ISO-8859-15"), "8859/15"));

    private static final Map<String, String> TABLE_0357 = Map.of(
            "100", "Segment sequence error",
            "101", "Required field missing",
            "102", "Data type error",
            "103", "Table value not found",
            "201", "Unsupported event code",
            "207", "Application internal error");

    private final AtomicLong lastId = new AtomicLong(System.currentTimeMillis());

    /**
     * @param message the message, as far as it could be read
     * @param rejection present for AE and AR
     * @return {@link #NO_ACK} if the sender requests no acknowledgement
     */
    byte[] create(AckCode code, ReceivedHl7Message message, ZonedDateTime now, Optional<Rejection> rejection) {
        Hl7Segment header = message.header().orElseGet(() -> Hl7Message.absentSegment("MSH"));
        Charset charset = message.charset();
        Optional<String> ackCode = AckConditions.of(header).codeFor(code);
        if (ackCode.isEmpty()) {
            return NO_ACK;
        }
        // With all components of a version such as 2.5^FRA^2.11.
        String version = hd(header.field(12));
        boolean v25OrLater = isV25OrLater(header.value(12).orElse("2.5"));
        StringBuilder ack = new StringBuilder();
        appendSegment(
                ack,
                "MSH|^~\\&",
                hd(header.field(5)),
                hd(header.field(6)),
                hd(header.field(3)),
                hd(header.field(4)),
                TIME.format(now),
                "",
                trigger(message).map(trigger -> "ACK^" + escape(trigger)).orElse("ACK"),
                nextId(),
                header.value(11).map(AcknowledgementFactory::escape).orElse("P"),
                version.isEmpty() ? "2.5" : version,
                "",
                "",
                "",
                "",
                "",
                header.value(18)
                        .map(declared -> TABLE_0211.getOrDefault(charset, escape(declared)))
                        .orElse(""));
        String text = rejection
                .map(present -> present.code() + " " + present.field() + ": " + present.reason())
                .orElse("");
        // ERR-7 and ERR-8 replaced MSA-3 in v2.5.
        appendSegment(ack, "MSA", ackCode.get(), escape(header.text(10)), v25OrLater ? "" : escape(text));
        rejection.ifPresent(present -> appendErr(ack, present, v25OrLater, text));
        return ack.toString().getBytes(charset);
    }

    private static Optional<String> trigger(ReceivedHl7Message message) {
        return message.message()
                .map(Hl7MessageParser::trigger)
                .or(() -> message.header().flatMap(msh -> msh.field(9).value(2)))
                .filter(trigger -> !trigger.isEmpty());
    }

    /** The acknowledgements of the messages of a batch; BHS-12 and FHS-12 refer to the batch and the file. */
    byte[] createBatch(Hl7Batch batch, List<byte[]> acknowledgements, ZonedDateTime now) {
        int count = (int) acknowledgements.stream()
                .filter(acknowledgement -> acknowledgement.length > 0)
                .count();
        if (count == 0 && !acknowledgements.isEmpty()) {
            return NO_ACK;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        batch.fileHeader().ifPresent(header -> out.writeBytes(envelopeHeader(header, now)));
        batch.batchHeader().ifPresent(header -> out.writeBytes(envelopeHeader(header, now)));
        acknowledgements.forEach(out::writeBytes);
        batch.batchHeader().ifPresent(header -> out.writeBytes(trailer("BTS", header, count)));
        batch.fileHeader()
                .ifPresent(header -> out.writeBytes(
                        trailer("FTS", header, batch.batchHeader().isPresent() ? 1 : 0)));
        return out.toByteArray();
    }

    /** The header (FHS and BHS have the same fields) with the separators of the one received. */
    private byte[] envelopeHeader(String header, ZonedDateTime now) {
        String separator = header.substring(3, 4);
        String[] fields = Arrays.copyOf(header.split(Pattern.quote(separator), -1), 11);
        StringJoiner reply = new StringJoiner(separator, "", "\r");
        IntStream.of(0, 1, 4, 5, 2, 3).forEach(i -> reply.add(orEmpty(fields[i])));
        reply.add(TIME.format(now)).add("").add("").add("");
        reply.add(nextId()).add(orEmpty(fields[10]));
        return reply.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] trailer(String name, String header, int count) {
        return (name + header.charAt(3) + count + "\r").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String nextId() {
        return Long.toString(lastId.incrementAndGet(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    }

    private static void appendErr(StringBuilder ack, Rejection rejection, boolean v25OrLater, String text) {
        String hl7Code = Hl7RejectionCode.ofCode(rejection.code())
                .orElse(Hl7RejectionCode.INTERNAL)
                .hl7Code();
        Matcher matcher = FIELD_PATH.matcher(rejection.field());
        boolean hasLocation = matcher.matches();
        if (!v25OrLater) {
            String location = hasLocation ? segment(matcher) + "^" + orEmpty(matcher.group(3)) : "^^";
            appendSegment(ack, "ERR", location + "^" + hl7Code + "&" + escape(rejection.reason()) + "&HL70357");
            return;
        }
        String location = hasLocation ? segment(matcher) : "";
        if (hasLocation && matcher.group(3) != null) {
            location += "^" + matcher.group(3) + (matcher.group(4) == null ? "" : "^1^" + matcher.group(4));
        }
        appendSegment(
                ack,
                "ERR",
                "",
                location,
                hl7Code + "^" + TABLE_0357.getOrDefault(hl7Code, "") + "^HL70357",
                "E",
                rejection.code(),
                "",
                escape(rejection.reason()),
                escape(text));
    }

    /** Its name, and which of the segments with that name it is. */
    private static String segment(Matcher location) {
        return location.group(1) + "^" + (location.group(2) == null ? "1" : location.group(2));
    }

    private static void appendSegment(StringBuilder ack, String name, String... fields) {
        String segment = name + "|" + String.join("|", fields);
        ack.append(segment.replaceFirst("\\|+$", "")).append('\r');
    }

    private static boolean isV25OrLater(String version) {
        Matcher matcher = VERSION.matcher(version);
        return !matcher.matches() || matcher.group(1).charAt(0) >= '5';
    }

    private static String hd(Hl7FieldRepetition field) {
        String formatted = escape(field.text(1)) + "^" + escape(field.text(2)) + "^" + escape(field.text(3));
        return formatted.replaceAll("\\^+$", "");
    }

    private static String escape(String text) {
        return new DefaultEscaping().escape(CONTROL.matcher(text).replaceAll(" "), ENCODING);
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }
}
