package org.parcours.command.feeds.mllp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.parcours.command.feeds.mllp.MllpProperties.ClientAuth;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * TLS by one of Spring's SSL bundles ({@code spring.ssl.bundle}). A certificate that is renewed there
 * ({@code reload-on-update}) is used by the connections that come after it.
 */
final class TlsSocketLayer implements SocketLayer {

    private record Current(SslBundle bundle, SSLContext context) {
        static Current of(SslBundle bundle) {
            return new Current(bundle, bundle.createSslContext());
        }
    }

    private final SslBundles bundles;
    private final String name;
    private final ClientAuth clientAuth;
    private final Duration handshakeTimeout;
    private volatile Current current;

    /** Fails where there is no such bundle, or it cannot be read: a port that was to be closed must not be open. */
    TlsSocketLayer(SslBundles bundles, String name, ClientAuth clientAuth, Duration handshakeTimeout) {
        this.bundles = bundles;
        this.name = name;
        this.clientAuth = clientAuth;
        this.handshakeTimeout = handshakeTimeout;
        this.current = Current.of(bundles.getBundle(name));
    }

    @Override
    public Socket over(Socket accepted) throws IOException {
        Current now = newest();
        SSLSocket socket = (SSLSocket) now.context()
                .getSocketFactory()
                .createSocket(accepted, accepted.getInetAddress().getHostAddress(), accepted.getPort(), true);
        socket.setUseClientMode(false);
        SslOptions options = now.bundle().getOptions();
        if (options.getEnabledProtocols() != null) {
            socket.setEnabledProtocols(options.getEnabledProtocols());
        }
        if (options.getCiphers() != null) {
            socket.setEnabledCipherSuites(options.getCiphers());
        }
        switch (clientAuth) {
            case NONE -> {}
            case WANT -> socket.setWantClientAuth(true);
            case NEED -> socket.setNeedClientAuth(true);
        }
        socket.setSoTimeout(Math.toIntExact(handshakeTimeout.toMillis()));
        socket.startHandshake();
        return socket;
    }

    private Current newest() {
        SslBundle bundle = bundles.getBundle(name);
        Current known = current;
        if (known.bundle() == bundle) {
            return known;
        }
        Current renewed = Current.of(bundle);
        current = renewed;
        return renewed;
    }
}
