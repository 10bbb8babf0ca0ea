package org.parcours.command.feeds.files;

import java.io.IOException;
import org.parcours.command.message.MessageParser;

/** A file format that can be imported. A new format needs a bean of this type, and nothing else. */
public interface FileFormatHandler {

    /** @param head the beginning of the file, without byte order mark, as ISO 8859-1 */
    boolean recognises(String head);

    FileMessageReader messageReader(HashingFileReader file, int maxMessage) throws IOException;

    MessageParser parser();
}
