package org.parcours.command.intake.hl7;

import java.time.Clock;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.hl7.mapping.CustomHl7MappingRuleProvider;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.hl7.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Hl7Properties.class)
public class Hl7Configuration {

    @Bean
    Hl7MessageParser hl7MessageParser(
            Hl7Properties properties,
            DocumentStore documents,
            Clock clock,
            ObjectProvider<CustomHl7MappingRuleProvider> ruleSource) {
        return new Hl7MessageParser(
                properties, documents, clock, ruleSource.getIfAvailable(() -> CustomHl7MappingRuleProvider.NONE));
    }
}
