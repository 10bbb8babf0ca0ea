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
 * TLS with one of Spring's SSL bundles ({@code spring.ssl.bundle}). Connections accepted after a certificate is renewed
 * in the bundle ({@code reload-on-update}) use the new one.
 */
final class TlsSocketWrapper implements AcceptedSocketWrapper {

    private record TlsContext(SslBundle bundle, SSLContext context) {
        static TlsContext of(SslBundle bundle) {
            return new TlsContext(bundle, bundle.createSslContext());
        }
    }

    private final SslBundles bundles;
    private final String bundleName;
    private final ClientAuth clientAuth;
    private final Duration handshakeTimeout;
    private volatile TlsContext tlsContext;

    /** Fails if the bundle is missing or unreadable: a port configured for TLS must not be open without it. */
    TlsSocketWrapper(SslBundles bundles, String bundleName, ClientAuth clientAuth, Duration handshakeTimeout) {
        this.bundles = bundles;
        this.bundleName = bundleName;
        this.clientAuth = clientAuth;
        this.handshakeTimeout = handshakeTimeout;
        this.tlsContext = TlsContext.of(bundles.getBundle(bundleName));
    }

    @Override
    public Socket wrap(Socket accepted) throws IOException {
        TlsContext tls = currentContext();
        SSLSocket socket = (SSLSocket) tls.context()
                .getSocketFactory()
                .createSocket(accepted, accepted.getInetAddress().getHostAddress(), accepted.getPort(), true);
        socket.setUseClientMode(false);
        SslOptions options = tls.bundle().getOptions();
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

    private TlsContext currentContext() {
        SslBundle bundle = bundles.getBundle(bundleName);
        TlsContext current = tlsContext;
        if (current.bundle() != bundle) {
            current = TlsContext.of(bundle);
            tlsContext = current;
        }
        return current;
    }
}
