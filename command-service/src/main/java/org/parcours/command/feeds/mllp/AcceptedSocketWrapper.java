package org.parcours.command.feeds.mllp;

import java.io.IOException;
import java.net.Socket;

/** The layer between an accepted connection and its frames: plain or TLS. */
interface AcceptedSocketWrapper {

    AcceptedSocketWrapper PLAIN = accepted -> accepted;

    /** @throws IOException if the handshake fails or the sender is not trusted */
    Socket wrap(Socket accepted) throws IOException;
}
