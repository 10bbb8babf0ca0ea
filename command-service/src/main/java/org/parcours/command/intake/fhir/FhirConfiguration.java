package org.parcours.command.intake.fhir;

import java.time.Clock;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.fhir.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FhirProperties.class)
public class FhirConfiguration {

    @Bean
    FhirUnderstanding fhirUnderstanding(FhirProperties settings, Documents documents, Clock clock) {
        return new FhirUnderstanding(settings, documents, clock);
    }

    @Bean
    FhirController fhirController(
            FhirUnderstanding understanding, Intake intake, Refused refused, FhirProperties settings, Clock clock) {
        return new FhirController(new FhirExchange(understanding, intake, refused, settings), settings, clock);
    }
}
