package org.parcours.standalone.demo.transport;

import java.io.IOException;

/** One application's connection to Parcours; used by one thread. */
public interface MessageClient extends AutoCloseable {

    /** @throws IOException without an acknowledgement; the message may or may not be recorded */
    Acknowledgement send(byte[] message) throws IOException, InterruptedException;

    @Override
    void close();
}
