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
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Rejection;

/** The answer to a message (ACK), in the message's version and character set. */
final class Acknowledgement {

    /** HL7 table 0008. */
    enum Code {
        /** Recorded, a duplicate, or nothing that is tracked: the sender is done. */
        AA,
        /** In quarantine: the sender is done, a person is not. */
        AE,
        /** The sender keeps the message. */
        AR;

        /** The same as an accept acknowledgement: CA, CE, CR. */
        String accepting() {
            return "C" + name().substring(1);
        }
    }

    static final byte[] NO_ACK = {};

    private static final EncodingCharacters ENCODING = EncodingCharacters.defaultInstance();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSSZ");
    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})(?:-(\\d+)(?:\\.(\\d+))?)?");
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
     * @param answered the message, where it could be read
     * @param why for AE and AR
     * @return nothing where its sender wants to hear nothing
     */
    byte[] of(Code code, ReceivedHl7Message answered, ZonedDateTime now, Optional<Rejection> why) {
        Hl7Segment header = answered.header().orElseGet(() -> Hl7Message.absent("MSH"));
        Charset charset = answered.charset();
        Optional<String> said = AckMode.of(header).answer(code);
        if (said.isEmpty()) {
            return NO_ACK;
        }
        String version = header.told(12).orElse("2.5");
        StringBuilder ack = new StringBuilder();
        segment(
                ack,
                "MSH|^~\\&",
                hd(header.field(5)),
                hd(header.field(6)),
                hd(header.field(3)),
                hd(header.field(4)),
                TIME.format(now),
                "",
                trigger(answered)
                        .filter(trigger -> !trigger.isEmpty())
                        .map(trigger -> "ACK^" + escaped(trigger))
                        .orElse("ACK"),
                nextId(),
                header.told(11).map(Acknowledgement::escaped).orElse("P"),
                version(header.field(12)),
                "",
                "",
                "",
                "",
                "",
                header.told(18)
                        .map(told -> TABLE_0211.getOrDefault(charset, escaped(told)))
                        .orElse(""));
        boolean modern = modern(version);
        String text = why.map(refusal -> refusal.code() + " " + refusal.field() + ": " + refusal.reason())
                .orElse("");
        // MSA-3 went out of use with ERR-7 and ERR-8 (v2.5).
        segment(ack, "MSA", said.get(), escaped(header.text(10)), modern ? "" : escaped(text));
        why.ifPresent(refusal -> error(ack, refusal, modern, text));
        return ack.toString().getBytes(charset);
    }

    private static Optional<String> trigger(ReceivedHl7Message answered) {
        return answered.message().map(Hl7MessageParser::trigger).or(() -> answered.header()
                .flatMap(msh -> msh.field(9).told(2)));
    }

    /** The answers to the messages of a batch: BHS-12 and FHS-12 say to which. */
    byte[] enveloped(Hl7Batch batch, List<byte[]> answers, ZonedDateTime now) {
        int said = (int) answers.stream().filter(answer -> answer.length > 0).count();
        if (said == 0 && !answers.isEmpty()) {
            return NO_ACK;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        batch.file().ifPresent(header -> all.writeBytes(envelope(header, now)));
        batch.batch().ifPresent(header -> all.writeBytes(envelope(header, now)));
        answers.forEach(all::writeBytes);
        batch.batch().ifPresent(header -> all.writeBytes(trailer("BTS", header, said)));
        batch.file()
                .ifPresent(header ->
                        all.writeBytes(trailer("FTS", header, batch.batch().isPresent() ? 1 : 0)));
        return all.toByteArray();
    }

    /** FHS and BHS have the same fields, which go back with the separators that they came with. */
    private byte[] envelope(String header, ZonedDateTime now) {
        String separator = header.substring(3, 4);
        String[] told = Arrays.copyOf(header.split(Pattern.quote(separator), -1), 11);
        StringJoiner back = new StringJoiner(separator, "", "\r");
        back.add(told[0])
                .add(or(told[1]))
                .add(or(told[4]))
                .add(or(told[5]))
                .add(or(told[2]))
                .add(or(told[3]));
        back.add(TIME.format(now)).add("").add("").add("");
        back.add(nextId()).add(or(told[10]));
        return back.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] trailer(String name, String header, int count) {
        return (name + header.charAt(3) + count + "\r").getBytes(StandardCharsets.ISO_8859_1);
    }

    private String nextId() {
        return Long.toString(lastId.incrementAndGet(), Character.MAX_RADIX).toUpperCase(Locale.ROOT);
    }

    private static void error(StringBuilder ack, Rejection refusal, boolean modern, String text) {
        String hl7Code = Hl7Rejections.ofCode(refusal.code())
                .orElse(Hl7Rejections.INTERNAL)
                .hl7Code();
        Matcher place = PLACE.matcher(refusal.field());
        boolean placed = place.matches();
        if (!modern) {
            String where = placed ? place.group(1) + "^1^" + or(place.group(2)) : "^^";
            segment(ack, "ERR", where + "^" + hl7Code + "&" + escaped(refusal.reason()) + "&HL70357");
            return;
        }
        String where = placed ? place.group(1) + "^1" : "";
        if (placed && place.group(2) != null) {
            where += "^" + place.group(2) + (place.group(3) == null ? "" : "^1^" + place.group(3));
        }
        segment(
                ack,
                "ERR",
                "",
                where,
                hl7Code + "^" + TABLE_0357.getOrDefault(hl7Code, "") + "^HL70357",
                "E",
                refusal.code(),
                "",
                escaped(refusal.reason()),
                escaped(text));
    }

    private static void segment(StringBuilder ack, String name, String... fields) {
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

    private static boolean modern(String version) {
        Matcher matcher = VERSION.matcher(version);
        return !matcher.matches() || matcher.group(1).charAt(0) >= '5';
    }

    /** 2.5^FRA^2.11 is a version of 2.5 and goes back whole. */
    private static String version(Hl7Field told) {
        String whole = hd(told);
        return whole.isEmpty() ? "2.5" : whole;
    }

    private static String hd(Hl7Field field) {
        String whole = escaped(field.text(1)) + "^" + escaped(field.text(2)) + "^" + escaped(field.text(3));
        return whole.replaceAll("\\^+$", "");
    }

    private static String escaped(String text) {
        return new DefaultEscaping().escape(text.replace('\r', ' ').replace('\n', ' '), ENCODING);
    }

    private static String or(String group) {
        return group == null ? "" : group;
    }
}
