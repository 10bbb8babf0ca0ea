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
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.ReceivedHl7Message;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Rejection;

/** The answer to a message (ACK), in the message's version and character set. */
final class AcknowledgementWriter {

    /** HL7 table 0008. */
    enum AckCode {
        /** Recorded, a duplicate, or nothing that is tracked: the sender is done. */
        AA,
        /** In quarantine: the sender is done, a person is not. */
        AE,
        /** The sender keeps the message. */
        AR;

        /** The same as an accept acknowledgement: CA, CE, CR. */
        String acceptCode() {
            return "C" + name().substring(1);
        }
    }

    static final byte[] NO_ACK = {};

    private static final EncodingCharacters ENCODING = EncodingCharacters.defaultInstance();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSSZ");
    private static final Pattern FIELD_PATH = Pattern.compile("([A-Z][A-Z0-9]{2})(?:-(\\d+)(?:\\.(\\d+))?)?");
    private static final Pattern VERSION = Pattern.compile("2\\.(\\d).*");

    private static final Map<Charset, String> TABLE_0211 = Map.of(
            StandardCharsets.US_ASCII,
            "ASCII",
            StandardCharsets.UTF_8,
            "UNICODE UTF-8",
            StandardCharsets.UTF_16,
            "UNICODE UTF-16",
            StandardCharsets.ISO_8859_1,
            "8859/1",
            Charset.forName("windows-1252"),
            "8859/1",
            Charset.forName("ISO-8859-15"),
            "8859/15");

    private static final Map<String, String> TABLE_0357 = Map.of(
            "100", "Segment sequence error",
            "101", "Required field missing",
            "102", "Data type error",
            "103", "Table value not found",
            "201", "Unsupported event code",
            "207", "Application internal error");

    private final AtomicLong lastId = new AtomicLong(System.currentTimeMillis());

    /**
     * @param message the message, where it could be read
     * @param rejection for AE and AR
     * @return nothing where its sender wants to hear nothing
     */
    byte[] write(AckCode code, ReceivedHl7Message message, ZonedDateTime now, Optional<Rejection> rejection) {
        Hl7Segment header = message.header().orElseGet(() -> Hl7Message.absentSegment("MSH"));
        Charset charset = message.charset();
        Optional<String> ackCode = AckMode.of(header).codeFor(code);
        if (ackCode.isEmpty()) {
            return NO_ACK;
        }
        String version = header.value(12).orElse("2.5");
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
                trigger(message)
                        .filter(trigger -> !trigger.isEmpty())
                        .map(trigger -> "ACK^" + escape(trigger))
                        .orElse("ACK"),
                nextId(),
                header.value(11).map(AcknowledgementWriter::escape).orElse("P"),
                version(header.field(12)),
                "",
                "",
                "",
                "",
                "",
                header.value(18)
                        .map(received -> TABLE_0211.getOrDefault(charset, escape(received)))
                        .orElse(""));
        boolean v25OrLater = isV25OrLater(version);
        String text = rejection
                .map(refusal -> refusal.code() + " " + refusal.field() + ": " + refusal.reason())
                .orElse("");
        // MSA-3 went out of use with ERR-7 and ERR-8 (v2.5).
        appendSegment(ack, "MSA", ackCode.get(), escape(header.text(10)), v25OrLater ? "" : escape(text));
        rejection.ifPresent(refusal -> appendErr(ack, refusal, v25OrLater, text));
        return ack.toString().getBytes(charset);
    }

    private static Optional<String> trigger(ReceivedHl7Message message) {
        return message.message().map(Hl7MessageParser::trigger).or(() -> message.header()
                .flatMap(msh -> msh.field(9).value(2)));
    }

    /** The answers to the messages of a batch: BHS-12 and FHS-12 say to which. */
    byte[] writeBatch(Hl7Batch batch, List<byte[]> acknowledgements, ZonedDateTime now) {
        int ackCode = (int) acknowledgements.stream()
                .filter(acknowledgement -> acknowledgement.length > 0)
                .count();
        if (ackCode == 0 && !acknowledgements.isEmpty()) {
            return NO_ACK;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        batch.fileHeader().ifPresent(header -> out.writeBytes(envelopeHeader(header, now)));
        batch.batchHeader().ifPresent(header -> out.writeBytes(envelopeHeader(header, now)));
        acknowledgements.forEach(out::writeBytes);
        batch.batchHeader().ifPresent(header -> out.writeBytes(trailer("BTS", header, ackCode)));
        batch.fileHeader()
                .ifPresent(header -> out.writeBytes(
                        trailer("FTS", header, batch.batchHeader().isPresent() ? 1 : 0)));
        return out.toByteArray();
    }

    /** FHS and BHS have the same fields, which go back with the separators that they came with. */
    private byte[] envelopeHeader(String header, ZonedDateTime now) {
        String separator = header.substring(3, 4);
        String[] received = Arrays.copyOf(header.split(Pattern.quote(separator), -1), 11);
        StringJoiner reply = new StringJoiner(separator, "", "\r");
        reply.add(received[0])
                .add(orEmpty(received[1]))
                .add(orEmpty(received[4]))
                .add(orEmpty(received[5]))
                .add(orEmpty(received[2]))
                .add(orEmpty(received[3]));
        reply.add(TIME.format(now)).add("").add("").add("");
        reply.add(nextId()).add(orEmpty(received[10]));
        return reply.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] trailer(String name, String header, int count) {
        return (name + header.charAt(3) + count + "\r").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String nextId() {
        return Long.toString(lastId.incrementAndGet(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    }

    private static void appendErr(StringBuilder ack, Rejection refusal, boolean v25OrLater, String text) {
        String hl7Code = Hl7RejectionCode.ofCode(refusal.code())
                .orElse(Hl7RejectionCode.INTERNAL)
                .hl7Code();
        Matcher matcher = FIELD_PATH.matcher(refusal.field());
        boolean hasLocation = matcher.matches();
        if (!v25OrLater) {
            String location = hasLocation ? matcher.group(1) + "^1^" + orEmpty(matcher.group(2)) : "^^";
            appendSegment(ack, "ERR", location + "^" + hl7Code + "&" + escape(refusal.reason()) + "&HL70357");
            return;
        }
        String location = hasLocation ? matcher.group(1) + "^1" : "";
        if (hasLocation && matcher.group(2) != null) {
            location += "^" + matcher.group(2) + (matcher.group(3) == null ? "" : "^1^" + matcher.group(3));
        }
        appendSegment(
                ack,
                "ERR",
                "",
                location,
                hl7Code + "^" + TABLE_0357.getOrDefault(hl7Code, "") + "^HL70357",
                "E",
                refusal.code(),
                "",
                escape(refusal.reason()),
                escape(text));
    }

    private static void appendSegment(StringBuilder ack, String name, String... fields) {
        int last = fields.length;
        while (last > 0 && fields[last - 1].isEmpty()) {
            last--;
        }
        ack.append(name);
        for (int i = 0; i < last; i++) {
            ack.append('|').append(fields[i]);
        }
        ack.append('\r');
    }

    private static boolean isV25OrLater(String version) {
        Matcher matcher = VERSION.matcher(version);
        return !matcher.matches() || matcher.group(1).charAt(0) >= '5';
    }

    /** 2.5^FRA^2.11 is a version of 2.5 and goes back whole. */
    private static String version(Hl7Field received) {
        String formatted = hd(received);
        return formatted.isEmpty() ? "2.5" : formatted;
    }

    private static String hd(Hl7Field field) {
        String formatted = escape(field.text(1)) + "^" + escape(field.text(2)) + "^" + escape(field.text(3));
        return formatted.replaceAll("\\^+$", "");
    }

    private static String escape(String text) {
        return new DefaultEscaping().escape(text.replace('\r', ' ').replace('\n', ' '), ENCODING);
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }
}
