package org.parcours.command.feeds.files;

import java.io.IOException;
import org.parcours.command.message.MessageParser;

/** A kind of file. A new one is a bean of this type, and nothing else. */
public interface FileFormat {

    /** For the report: {@code HL7 v2}. */
    String name();

    /** @param head how the file begins, without byte order mark, as ISO 8859-1 */
    boolean recognises(String head);

    /** Where one message ends and the next begins. */
    FileMessageReader messageReader(HashingFileReader bytes, int maxMessage) throws IOException;

    /** The parser of its messages. */
    MessageParser parser();
}
