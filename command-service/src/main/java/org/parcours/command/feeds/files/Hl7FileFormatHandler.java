package org.parcours.command.feeds.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.parcours.command.message.MessageParser;

/**
 * HL7 v2: one message or several, plain or in MLLP frames, with CR, LF or CRLF, with or without a batch's FHS, BHS, BTS
 * and FTS around them. A message extends from an MSH to the next one, or to the end of its frame. Bytes before the
 * first MSH are returned as a message too, which is rejected and kept in quarantine. In a message that has CR, a line that
 * follows LF alone is text, whatever it begins with.
 */
public record Hl7FileFormatHandler(MessageParser parser) implements FileFormatHandler {

    private static final byte FRAME_START = 0x0B;
    private static final byte FRAME_END = 0x1C;
    private static final Pattern FIRST_SEGMENT =
            Pattern.compile("(?:^|[\\r\\n\\x0B])\\s*(?:MSH|FHS|BHS)[^A-Za-z0-9\\s]");
    private static final Set<String> BATCH_SEGMENTS = Set.of("FHS", "BHS", "BTS", "FTS");

    @Override
    public boolean recognises(String head) {
        return FIRST_SEGMENT.matcher(head).find();
    }

    @Override
    public FileMessageReader messageReader(HashingFileReader file, int maxMessage) {
        return new Hl7MessageReader(file, maxMessage);
    }

    private record Hl7MessageReader(HashingFileReader file, int maxMessage) implements FileMessageReader {

        @Override
        public Optional<RawMessage> nextMessage() throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream(1024);
            long start = file.line();
            boolean tooLong = false;
            boolean hasCarriageReturn = false;
            boolean insideText = false;
            while (message.size() == 0 || insideText || !segment(file.peek(4)).equals("MSH")) {
                start = message.size() == 0 ? file.line() : start;
                Optional<HashingFileReader.Line> next = file.nextLine(maxMessage, FRAME_START, FRAME_END);
                if (next.isEmpty()) {
                    break;
                }
                HashingFileReader.Line line = next.get();
                boolean started = message.size() > 0;
                if (isSeparator(line, FRAME_START)
                        || isSeparator(line, FRAME_END)
                        || !insideText && BATCH_SEGMENTS.contains(segment(line.bytes()))) {
                    if (started) {
                        break;
                    }
                } else if (started || !line.isBlank()) {
                    tooLong |= line.tooLong() || message.size() + line.bytes().length > maxMessage;
                    int room =
                            tooLong ? Math.max(0, HashingFileReader.HEAD_BYTES - message.size()) : line.bytes().length;
                    message.write(line.bytes(), 0, Math.min(room, line.bytes().length));
                    hasCarriageReturn |= endsWithCarriageReturn(line.bytes());
                    // A blank line separates messages in files, also where the last segment before it has no CR.
                    insideText = hasCarriageReturn && !line.isBlank() && !endsWithCarriageReturn(line.bytes());
                }
            }
            return message.size() == 0
                    ? Optional.empty()
                    : Optional.of(new RawMessage(message.toByteArray(), start, tooLong));
        }

        /** With CR or CRLF. */
        private static boolean endsWithCarriageReturn(byte[] line) {
            int last = line.length - 1;
            return line[last] == '\r' || last > 0 && line[last] == '\n' && line[last - 1] == '\r';
        }

        private static boolean isSeparator(HashingFileReader.Line line, byte separator) {
            return line.bytes().length == 1 && line.bytes()[0] == separator;
        }

        /** The name of the segment at the beginning of the line; empty where there is none. */
        private static String segment(byte[] line) {
            return line.length < 4 || Character.isLetterOrDigit(line[3]) || line[3] <= ' '
                    ? ""
                    : new String(line, 0, 3, StandardCharsets.ISO_8859_1);
        }
    }
}
