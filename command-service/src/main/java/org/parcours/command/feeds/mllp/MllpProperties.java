package org.parcours.command.feeds.mllp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The address and the limits of the MLLP server.
 *
 * @param port 0: any free port
 * @param maxFrame maximum length of one message; a longer one is acknowledged with AR
 * @param maxInFlight maximum bytes of all messages longer than 64 KB in progress; a message over it is acknowledged
 *     with AR, and its sender sends it again
 * @param maxWaiting maximum bytes of all messages longer than 64 KB that wait for their sender's turn; they are not in
 *     progress. With a second
 *     message a sender has at most half of what the others leave; a message over it is acknowledged with AR
 * @param maxConnections maximum number of open connections; for a further one, the connection that is idle for the
 *     longest is closed, or where none is idle for {@code minIdle}, the further one itself
 * @param maxConnectionsPerAddress as {@code maxConnections}, for the connections from one address
 * @param minIdle how long nothing must have come from a connection before it is closed for a further one
 * @param idleTimeout how long a connection may stay open without a message
 * @param frameTimeout how long a frame may take from its first byte to its last
 * @param drainTimeout how long messages in progress may take when the server stops
 * @param ssl TLS, if a bundle is named
 */
@ConfigurationProperties("parcours.mllp")
public record MllpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("2575") int port,
        @DefaultValue("16MB") DataSize maxFrame,
        @DefaultValue("48MB") DataSize maxInFlight,
        @DefaultValue("48MB") DataSize maxWaiting,
        @DefaultValue("200") int maxConnections,
        @DefaultValue("200") int maxConnectionsPerAddress,
        @DefaultValue("10s") Duration minIdle,
        @DefaultValue("1h") Duration idleTimeout,
        @DefaultValue("60s") Duration frameTimeout,
        @DefaultValue("10s") Duration drainTimeout,
        @DefaultValue Ssl ssl) {

    /**
     * @param bundle name of a {@code spring.ssl.bundle}; empty: plain text, readable by any host on the network
     * @param clientAuth whether senders need a certificate that the bundle's trust store trusts
     */
    public record Ssl(
            @DefaultValue("") String bundle,
            @DefaultValue("none") ClientAuth clientAuth) {}

    /** As {@code server.ssl.client-auth}. */
    public enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    public MllpProperties {
        requireAtLeastMaxFrame("max-in-flight", maxInFlight, maxFrame);
        requireAtLeastMaxFrame("max-waiting", maxWaiting, maxFrame);
    }

    private static void requireAtLeastMaxFrame(String name, DataSize size, DataSize maxFrame) {
        if (size.compareTo(maxFrame) < 0) {
            throw new IllegalArgumentException("parcours.mllp.%s (%s) must be at least parcours.mllp.max-frame (%s)"
                    .formatted(name, size, maxFrame));
        }
    }
}
