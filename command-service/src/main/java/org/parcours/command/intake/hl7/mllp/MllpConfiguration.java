package org.parcours.command.intake.hl7.mllp;

import org.parcours.command.intake.hl7.Hl7Exchange;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.mllp.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MllpProperties.class)
public class MllpConfiguration {

    @Bean
    MllpServer mllpServer(MllpProperties settings, Hl7Exchange exchange) {
        return new MllpServer(settings, exchange);
    }
}
