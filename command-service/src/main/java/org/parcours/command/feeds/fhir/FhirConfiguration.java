package org.parcours.command.feeds.fhir;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.processing.MessageProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** {@code parcours.fhir.*} */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FhirProperties.class, RequestProperties.class})
public class FhirConfiguration {

    @Bean
    FhirMessageParser fhirMessageParser(
            FhirProperties settings, DocumentStore documents, ReferenceDirectory directory, Clock clock) {
        return new FhirMessageParser(settings, documents, directory, clock);
    }

    @Bean
    FhirController fhirController(
            FhirMessageParser parser,
            MessageProcessor processor,
            FhirProperties settings,
            ReferenceDirectory directory,
            RequestProperties times,
            Clock clock) {
        FhirMessageParser validator =
                new FhirMessageParser(settings, new HashingDocumentStore(), directory.readOnly(), clock);
        return new FhirController(new FhirRequestHandler(parser, validator, processor), settings, times, clock);
    }

    /** Before every other filter: that of Spring for forms consumes their body. */
    @Bean
    FilterRegistrationBean<FhirErrorFilter> fhirErrorFilter() {
        FilterRegistrationBean<FhirErrorFilter> filter = new FilterRegistrationBean<>(new FhirErrorFilter());
        filter.addUrlPatterns("/fhir", "/fhir/*", "/error");
        filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** After Spring Boot's valve: the last one that is added writes the report. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> fhirErrorReport() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new FhirErrorReportValve()));
    }
}
