package org.parcours.command.intake.http;

import java.time.Clock;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refused;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.http.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpProperties.class)
public class HttpConfiguration {

    @Bean
    FactUnderstanding factUnderstanding(
            EventCodec codec,
            StepCatalogue catalogue,
            HttpProperties limits,
            Clock clock,
            Documents documents,
            ObjectProvider<CloudEventRules> rules) {
        return new FactUnderstanding(
                codec, catalogue, limits, clock, "rest", documents, rules.getIfAvailable(() -> CloudEventRules.NONE));
    }

    @Bean
    FactsController factsController(
            FactUnderstanding understanding, Intake intake, Refused refused, HttpProperties limits) {
        return new FactsController(understanding, intake, refused, limits);
    }
}
