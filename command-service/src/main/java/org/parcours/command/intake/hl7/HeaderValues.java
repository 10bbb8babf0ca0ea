package org.parcours.command.intake.hl7;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;

/**
 * The values of MSH that identify a message and its sender. They are keys, labels of metrics and parts of log lines:
 * each is one line of limited length, also where the message is rejected.
 */
final class HeaderValues {

    /** The sender of a message whose header cannot be read. */
    private static final Sender UNKNOWN_SENDER = new Sender("unknown", Optional.empty(), Hl7MessageParser.FEED);

    /** MSH-3, MSH-4 and MSH-10. */
    private static final List<Integer> FIELDS = List.of(3, 4, 10);

    /** In characters; MSH-10 has at most 199 (v2.7). */
    private static final int MAX_LENGTH = 200;

    /** Control characters, and the separators of lines and paragraphs. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private HeaderValues() {}

    /** @throws RejectionException naming the field */
    static void requireValid(Hl7Segment msh) {
        for (int field : FIELDS) {
            if (!msh.isLine(field, MAX_LENGTH)) {
                throw Hl7RejectionCode.HEADER_VALUE_INVALID.exceptionAt("MSH-" + field);
            }
        }
    }

    /** MSH-3; MSH-4 if MSH-3 is empty. */
    static Sender sender(Optional<Hl7Segment> header) {
        Optional<String> facility = header.flatMap(msh -> hdName(msh.field(4)));
        String application =
                header.flatMap(msh -> hdName(msh.field(3))).or(() -> facility).orElse(UNKNOWN_SENDER.application());
        return new Sender(application, facility, Hl7MessageParser.FEED);
    }

    static String onOneLine(String value) {
        String line = CONTROL.matcher(value).replaceAll(" ");
        return line.codePointCount(0, line.length()) <= MAX_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH));
    }

    private static Optional<String> hdName(Hl7FieldRepetition hd) {
        return hd.value(1).or(() -> hd.value(2)).or(() -> hd.value(3)).map(HeaderValues::onOneLine);
    }
}
