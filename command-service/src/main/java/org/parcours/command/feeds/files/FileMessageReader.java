package org.parcours.command.feeds.files;

import java.io.IOException;
import java.util.Optional;

/** The messages of a file, one after the other. */
public interface FileMessageReader {

    /**
     * @param bytes as it stands in the file, without what frames it
     * @param tooLong it goes on beyond the limit; the message is how it begins
     */
    record RawMessage(byte[] bytes, boolean tooLong) {}

    /** Empty at the end. */
    Optional<RawMessage> nextMessage() throws IOException;
}
