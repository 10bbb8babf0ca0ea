package org.parcours.command.feeds.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** A message a line (NDJSON), without its end; blank lines are none. */
record LineMessageReader(HashingFileReader bytes, int maxMessage) implements FileMessageReader {

    @Override
    public Optional<RawMessage> nextMessage() throws IOException {
        Optional<HashingFileReader.Line> line = bytes.nextLine(maxMessage);
        while (line.isPresent() && line.get().isBlank()) {
            line = bytes.nextLine(maxMessage);
        }
        return line.map(found -> new RawMessage(trimmed(found.bytes()), found.tooLong()));
    }

    private static byte[] trimmed(byte[] line) {
        int end = line.length;
        while (end > 0 && line[end - 1] <= ' ' && line[end - 1] >= 0) {
            end--;
        }
        return Arrays.copyOf(line, end);
    }
}
