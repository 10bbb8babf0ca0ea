package org.parcours.command.message;

/** Parses the messages of one format, whichever feed delivers them. */
public interface MessageParser {

    /** Reads no more of the message than says who sent it; {@link ReceivedMessage#parse} reads the rest. */
    ReceivedMessage receive(byte[] bytes);
}
