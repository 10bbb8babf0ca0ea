package org.parcours.command.feeds.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads JSON objects that stand one after the other, each over several lines, or in an array. What stands between them is a
 * message too, which is rejected: nothing is skipped.
 */
record JsonValueReader(HashingFileReader file, int maxMessage) implements FileMessageReader {

    /** Whitespace, the byte order mark, and what separates the values of an array. */
    private static final String SEPARATORS = " \t\r\n,[]\u00EF\u00BB\u00BF";

    @Override
    public Optional<RawMessage> nextMessage() throws IOException {
        long start = file.line();
        int next = file.read();
        while (next >= 0 && SEPARATORS.indexOf(next) >= 0) {
            start = file.line();
            next = file.read();
        }
        if (next < 0) {
            return Optional.empty();
        }
        MessageBytes message = new MessageBytes(maxMessage);
        message.add(next);
        if (next == '{') {
            readObject(message);
        } else {
            readLine(message);
        }
        return Optional.of(message.toRawMessage(start));
    }

    private void readObject(MessageBytes message) throws IOException {
        int depth = 1;
        boolean inText = false;
        boolean escaped = false;
        while (depth > 0) {
            int next = file.read();
            if (next < 0) {
                return;
            }
            message.add(next);
            if (escaped) {
                escaped = false;
            } else if (next == '"') {
                inText = !inText;
            } else if (inText) {
                escaped = next == '\\';
            } else if (next == '{') {
                depth++;
            } else if (next == '}') {
                depth--;
            }
        }
    }

    private void readLine(MessageBytes message) throws IOException {
        int next = file.read();
        while (next >= 0 && next != '\n' && next != '\r') {
            message.add(next);
            next = file.read();
        }
    }

    /** The bytes of one message up to the limit. */
    static final class MessageBytes {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        private final int limit;
        private boolean tooLong;

        MessageBytes(int limit) {
            this.limit = limit;
        }

        void add(int next) {
            if (bytes.size() < limit) {
                bytes.write(next);
            } else {
                tooLong = true;
            }
        }

        RawMessage toRawMessage(long line) {
            return new RawMessage(bytes.toByteArray(), line, tooLong);
        }
    }
}
