package org.parcours.command.feeds.mllp;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where and how much MLLP is taken.
 *
 * @param port 0: any that is free
 * @param maxFrame of one message; a longer one is answered AR
 * @param maxInFlight of all messages of more than 64 KB that are being taken at once; a message that has no room in it
 *     is answered AR, and its sender sends it again
 * @param maxConnections at a time; one more is closed at once
 * @param idleTimeout how long a connection may stay without a message
 * @param frameTimeout how long a frame may take from its first byte to its last
 * @param drainTimeout how long messages that are being taken may go on when the server stops
 * @param ssl TLS, where a bundle is named
 */
@ConfigurationProperties("parcours.mllp")
public record MllpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("2575") int port,
        @DefaultValue("16MB") DataSize maxFrame,
        @DefaultValue("48MB") DataSize maxInFlight,
        @DefaultValue("200") int maxConnections,
        @DefaultValue("1h") Duration idleTimeout,
        @DefaultValue("60s") Duration frameTimeout,
        @DefaultValue("10s") Duration drainTimeout,
        @DefaultValue Ssl ssl) {

    /**
     * @param bundle of {@code spring.ssl.bundle}; none: whoever is in the network can read along
     * @param clientAuth whether senders have to show a certificate that the bundle's trust store knows
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
        if (maxInFlight.compareTo(maxFrame) < 0) {
            throw new IllegalArgumentException(
                    "parcours.mllp.max-in-flight (%s) has no room for one message of parcours.mllp.max-frame (%s)"
                            .formatted(maxInFlight, maxFrame));
        }
    }
}
