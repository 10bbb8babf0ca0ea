package org.parcours.query.views;

import org.parcours.events.applications.ApplicationDefinitionFolder;
import org.parcours.events.catalogue.StepCatalogue;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApplicationDefinitionsConfiguration {

    /** The same folder as command-service's. Only the kinds of step are read; mapping rules are accepted unread. */
    @Bean
    ApplicationDefinitionFolder<Boolean> applications(ApplicationDefinitionFolderProperties settings) {
        return ApplicationDefinitionFolder.open(
                settings.folder(), settings.reloadInterval(), (file, catalogue) -> true);
    }

    @Bean
    StepCatalogue catalogue(ApplicationDefinitionFolder<Boolean> applications) {
        return applications.catalogue();
    }

    @Bean
    HealthIndicator applicationsHealthIndicator(ApplicationDefinitionFolder<Boolean> applications) {
        return () -> Health.up()
                .withDetail("active", applications.files())
                .withDetail("rejected", applications.rejected())
                .build();
    }
}
