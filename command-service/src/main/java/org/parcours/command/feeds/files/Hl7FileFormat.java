package org.parcours.command.feeds.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.parcours.command.message.MessageParser;

/**
 * HL7 v2: one message or many, plain or in MLLP frames, with CR, LF or CRLF, with or without a batch's FHS, BHS, BTS
 * and FTS around them. A message goes from an MSH to the next, or to the end of its frame. What stands before the first
 * is no message, and is kept for somebody to see.
 */
public final class Hl7FileFormat implements FileFormat {

    private static final byte START = 0x0B;
    private static final byte END = 0x1C;
    private static final Pattern BEGINS = Pattern.compile("(?:^|[\\r\\n\\x0B])\\s*(?:MSH|FHS|BHS)[^A-Za-z0-9\\s]");
    private static final Set<String> ENVELOPE = Set.of("FHS", "BHS", "BTS", "FTS");

    private final MessageParser parser;

    public Hl7FileFormat(MessageParser parser) {
        this.parser = parser;
    }

    @Override
    public String name() {
        return "HL7 v2";
    }

    @Override
    public boolean recognises(String head) {
        return BEGINS.matcher(head).find();
    }

    @Override
    public MessageParser parser() {
        return parser;
    }

    @Override
    public MessageReader pieces(HashingFileReader bytes, int maxMessage) {
        return new Messages(bytes, maxMessage);
    }

    private record Messages(HashingFileReader bytes, int maxMessage) implements MessageReader {

        @Override
        public Optional<Piece> next() throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream(1024);
            boolean tooLong = false;
            while (message.size() == 0 || !begins(bytes.peek(4))) {
                Optional<HashingFileReader.Line> next = bytes.line(maxMessage, START, END);
                if (next.isEmpty()) {
                    break;
                }
                HashingFileReader.Line line = next.get();
                boolean begun = message.size() > 0;
                if (is(line, START) || is(line, END) || ENVELOPE.contains(segment(line.bytes()))) {
                    if (begun) {
                        break;
                    }
                } else if (begun || !line.isBlank()) {
                    tooLong |= line.tooLong() || message.size() + line.bytes().length > maxMessage;
                    int room = tooLong ? Math.max(0, HashingFileReader.HEAD - message.size()) : line.bytes().length;
                    message.write(line.bytes(), 0, Math.min(room, line.bytes().length));
                }
            }
            return message.size() == 0 ? Optional.empty() : Optional.of(new Piece(message.toByteArray(), tooLong));
        }

        private static boolean begins(byte[] next) {
            return segment(next).equals("MSH");
        }

        private static boolean is(HashingFileReader.Line line, byte separator) {
            return line.bytes().length == 1 && line.bytes()[0] == separator;
        }

        /** The segment that a line begins; empty where it begins none. */
        private static String segment(byte[] line) {
            return line.length < 4 || Character.isLetterOrDigit(line[3]) || line[3] <= ' '
                    ? ""
                    : new String(line, 0, 3, StandardCharsets.ISO_8859_1);
        }
    }
}
