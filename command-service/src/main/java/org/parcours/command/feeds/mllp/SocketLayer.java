package org.parcours.command.feeds.mllp;

import java.io.IOException;
import java.net.Socket;

/** What lies between an accepted connection and its frames. */
interface SocketLayer {

    SocketLayer PLAIN = accepted -> accepted;

    /** Returns once frames can be read from it; throws where its other end is not to be talked to. */
    Socket wrap(Socket accepted) throws IOException;
}
