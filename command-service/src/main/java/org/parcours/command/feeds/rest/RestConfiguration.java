package org.parcours.command.feeds.rest;

import java.time.Clock;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.CustomCloudEventMappingRuleProvider;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.http.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CloudEventLimitProperties.class, RequestProperties.class})
public class RestConfiguration {

    public static final String FEED = "rest";

    @Bean
    CloudEventParser cloudEventParser(
            EventCodec codec,
            StepCatalogue catalogue,
            CloudEventLimitProperties limits,
            Clock clock,
            DocumentStore documents,
            ObjectProvider<CustomCloudEventMappingRuleProvider> rules) {
        return new CloudEventParser(
                codec,
                catalogue,
                limits,
                clock,
                FEED,
                documents,
                rules.getIfAvailable(() -> CustomCloudEventMappingRuleProvider.NONE));
    }

    @Bean
    FactsController factsController(
            CloudEventParser parser,
            MessageProcessor processor,
            CloudEventLimitProperties limits,
            RequestProperties times) {
        return new FactsController(parser, processor, limits, times);
    }
}
