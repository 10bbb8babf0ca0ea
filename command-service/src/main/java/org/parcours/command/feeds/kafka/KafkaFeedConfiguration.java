package org.parcours.command.feeds.kafka;

import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.processing.MessageProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.inbound.*} */
@Configuration(proxyBeanMethods = false)
class KafkaFeedConfiguration {

    @Bean(initMethod = "start")
    @ConditionalOnProperty(name = "parcours.inbound.enabled", matchIfMissing = true)
    InboundConsumer inboundConsumer(
            MessageProcessor processor,
            CloudEventParser parser,
            KafkaBootstrapProperties kafka,
            InboundProperties properties) {
        return new InboundConsumer(
                processor, parser.forFeed(InboundConsumer.FEED), kafka.bootstrapServers(), properties);
    }
}
