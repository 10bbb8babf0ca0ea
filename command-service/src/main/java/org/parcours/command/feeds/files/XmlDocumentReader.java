package org.parcours.command.feeds.files;

import java.io.IOException;
import java.util.Optional;
import org.parcours.command.feeds.files.JsonValueReader.MessageBytes;

/** Reads XML documents that stand one after the other, by their tags only; whether they are well-formed is for their parser. */
record XmlDocumentReader(HashingFileReader file, int maxMessage) implements FileMessageReader {

    private static final String WHITE_SPACE = " \t\r\n\u00EF\u00BB\u00BF";

    private enum Tag {
        START,
        END,
        EMPTY_ELEMENT,
        /** A comment, a processing instruction, a document type. */
        OTHER
    }

    @Override
    public Optional<RawMessage> nextMessage() throws IOException {
        long start = file.line();
        int next = file.read();
        while (next >= 0 && WHITE_SPACE.indexOf(next) >= 0) {
            start = file.line();
            next = file.read();
        }
        MessageBytes message = new MessageBytes(maxMessage);
        int depth = 0;
        boolean hasContent = false;
        boolean ended = false;
        while (!ended && next >= 0) {
            message.add(next);
            Tag tag = next == '<' ? readTag(message) : Tag.OTHER;
            hasContent |= tag != Tag.OTHER || next > ' ' && next != '<';
            depth += tag == Tag.START ? 1 : tag == Tag.END ? -1 : 0;
            ended = depth <= 0 && (tag == Tag.END || tag == Tag.EMPTY_ELEMENT);
            next = ended ? next : file.read();
        }
        // Comments after the last document are no message.
        return hasContent ? Optional.of(message.toRawMessage(start)) : Optional.empty();
    }

    /** After its opening bracket. */
    private Tag readTag(MessageBytes message) throws IOException {
        int first = read(message);
        return switch (first) {
            case '?' -> readTo("?>", message);
            case '!' ->
                switch (read(message)) {
                    case '-' -> readTo("-->", message);
                    case '[' -> readTo("]]>", message);
                    case '>' -> Tag.OTHER;
                    default -> readTo(">", message);
                };
            case '/' -> {
                readTo(">", message);
                yield Tag.END;
            }
            case '>' -> Tag.OTHER;
            default -> readElement(message);
        };
    }

    private Tag readTo(String end, MessageBytes message) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            int next = read(message);
            if (next < 0) {
                return Tag.OTHER;
            }
            boolean repeated = matched > 0 && next == end.charAt(matched - 1) && end.charAt(0) == next;
            matched = next == end.charAt(matched) ? matched + 1 : repeated ? matched : next == end.charAt(0) ? 1 : 0;
        }
        return Tag.OTHER;
    }

    private Tag readElement(MessageBytes message) throws IOException {
        int quote = 0;
        int previous = 0;
        while (true) {
            int next = read(message);
            if (next < 0) {
                return Tag.OTHER;
            }
            if (quote == 0 && next == '>') {
                return previous == '/' ? Tag.EMPTY_ELEMENT : Tag.START;
            }
            if (quote == next) {
                quote = 0;
            } else if (quote == 0 && (next == '"' || next == '\'')) {
                quote = next;
            }
            previous = next;
        }
    }

    private int read(MessageBytes message) throws IOException {
        int next = file.read();
        if (next >= 0) {
            message.add(next);
        }
        return next;
    }
}
