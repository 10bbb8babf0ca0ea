package org.parcours.command.intake.hl7;

import java.time.Clock;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.hl7.mapping.Hl7Rules;
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
    Hl7Understanding hl7Understanding(
            Hl7Properties settings, Documents documents, Clock clock, ObjectProvider<Hl7Rules> rules) {
        return new Hl7Understanding(settings, documents, clock, rules.getIfAvailable(() -> Hl7Rules.NONE));
    }

    @Bean
    Hl7Exchange hl7Exchange(
            Hl7Understanding understanding, Intake intake, Refused refused, Hl7Properties settings, Clock clock) {
        return new Hl7Exchange(understanding, intake, refused, settings, clock);
    }
}
