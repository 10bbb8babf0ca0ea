package org.parcours.command.intake.hl7.mllp;

import org.parcours.command.intake.hl7.Hl7Exchange;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code parcours.mllp.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MllpProperties.class)
public class MllpConfiguration {

    @Bean
    MllpServer mllpServer(MllpProperties settings, Hl7Exchange exchange, ObjectProvider<SslBundles> bundles) {
        MllpProperties.Ssl ssl = settings.ssl();
        Wire wire = ssl.bundle().isBlank()
                ? Wire.PLAIN
                : new Tls(bundles.getObject(), ssl.bundle(), ssl.clientAuth(), settings.frameTimeout());
        return new MllpServer(settings, exchange, wire);
    }
}
