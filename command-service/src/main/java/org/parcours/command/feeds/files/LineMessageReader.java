package org.parcours.command.feeds.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Reads one message a line (NDJSON), without its line end; blank lines are skipped. */
record LineMessageReader(HashingFileReader file, int maxMessage) implements FileMessageReader {

    @Override
    public Optional<RawMessage> nextMessage() throws IOException {
        long number = file.line();
        Optional<HashingFileReader.Line> line = file.nextLine(maxMessage);
        while (line.isPresent() && line.get().isBlank()) {
            number = file.line();
            line = file.nextLine(maxMessage);
        }
        long start = number;
        return line.map(found -> new RawMessage(trimmed(found.bytes()), start, found.tooLong()));
    }

    private static byte[] trimmed(byte[] line) {
        int end = line.length;
        while (end > 0 && line[end - 1] <= ' ' && line[end - 1] >= 0) {
            end--;
        }
        return Arrays.copyOf(line, end);
    }
}
