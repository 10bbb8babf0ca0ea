package org.parcours.query.operations;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param timeout the maximum time to wait for a response */
@ConfigurationProperties("parcours.command")
record CommandServiceProperties(
        @DefaultValue("http://localhost:8081") URI url,
        @DefaultValue("10s") Duration timeout) {}
