package org.parcours.command.feeds.fhir;

import java.time.Clock;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.processing.MessageProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.fhir.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FhirProperties.class)
public class FhirConfiguration {

    @Bean
    FhirMessageParser fhirMessageParser(FhirProperties settings, DocumentStore documents, Clock clock) {
        return new FhirMessageParser(settings, documents, clock);
    }

    @Bean
    FhirController fhirController(
            FhirMessageParser parser, MessageProcessor processor, FhirProperties settings, Clock clock) {
        return new FhirController(new FhirRequestHandler(parser, processor), settings, clock);
    }
}
