package org.parcours.command.feeds.mllp;

import java.time.Clock;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.parcours.command.processing.MessageProcessor;
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
    Hl7MessageHandler hl7MessageHandler(
            Hl7MessageParser parser, MessageProcessor processor, Hl7Properties hl7Properties, Clock clock) {
        return new Hl7MessageHandler(parser, processor, hl7Properties.zone(), clock);
    }

    @Bean
    MllpServer mllpServer(MllpProperties properties, Hl7MessageHandler handler, ObjectProvider<SslBundles> bundles) {
        MllpProperties.Ssl ssl = properties.ssl();
        AcceptedSocketWrapper socketWrapper = ssl.bundle().isBlank()
                ? AcceptedSocketWrapper.PLAIN
                : new TlsSocketWrapper(bundles.getObject(), ssl.bundle(), ssl.clientAuth(), properties.frameTimeout());
        return new MllpServer(properties, handler, socketWrapper);
    }
}
