package org.parcours.standalone.demo.transport;

import java.io.IOException;

/** One application's way to Parcours; used by one thread. */
public interface MessageClient extends AutoCloseable {

    /** Returns with the answer; throws where there is none, and then nobody knows whether it was recorded. */
    Acknowledgement send(byte[] message) throws IOException, InterruptedException;

    @Override
    void close();
}
