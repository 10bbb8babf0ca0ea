package org.parcours.command.feeds.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param bootstrapServers host:port, comma-separated */
@ConfigurationProperties("parcours.kafka")
public record KafkaBootstrapProperties(
        @DefaultValue("localhost:9092") String bootstrapServers) {}
