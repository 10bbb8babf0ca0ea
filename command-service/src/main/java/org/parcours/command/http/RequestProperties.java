package org.parcours.command.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Time limits of the requests with a body, of every endpoint.
 *
 * @param bodyTimeout within which a body must have arrived; a slower one is answered 408. A client that sends nothing at
 *     all is noticed after {@code server.tomcat.connection-timeout}
 * @param permitWait how long a request waits while others take what its endpoint may take, before it is answered 503
 */
@ConfigurationProperties("parcours.request")
public record RequestProperties(
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue("2s") Duration permitWait) {

    public static final RequestProperties DEFAULT =
            new RequestProperties(Duration.ofSeconds(30), Duration.ofSeconds(2));
}
