package org.parcours.command.feeds.files;

import java.io.IOException;
import java.util.Optional;

/** Reads the messages of a file, one after the other. */
public interface FileMessageReader {

    /**
     * @param bytes of the message as in the file, without its frame
     * @param line the number of the line on which it begins, from 1
     * @param tooLong whether the message exceeds the limit; the bytes are its beginning
     */
    record RawMessage(byte[] bytes, long line, boolean tooLong) {}

    /** The next message; empty at the end of the file. */
    Optional<RawMessage> nextMessage() throws IOException;
}
