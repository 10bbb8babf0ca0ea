package org.parcours.command.configuration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;
import org.parcours.command.intake.cloudevents.CustomCloudEventMappingRule;
import org.parcours.command.intake.cloudevents.CustomCloudEventMappingRuleProvider;
import org.parcours.command.intake.hl7.mapping.CustomHl7MappingRule;
import org.parcours.command.intake.hl7.mapping.CustomHl7MappingRuleProvider;
import org.parcours.events.applications.ApplicationDefinitionFolder;
import org.parcours.events.applications.YamlNode;
import org.parcours.events.catalogue.StepCatalogue;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the hospital's application definitions: kinds of step, and mapping rules for the messages. */
@Configuration(proxyBeanMethods = false)
class ApplicationDefinitionsConfiguration {

    record MappingRules(List<CustomHl7MappingRule> hl7, List<CustomCloudEventMappingRule> cloudEvents) {

        static MappingRules read(YamlNode file, StepCatalogue catalogue) {
            return new MappingRules(
                    file.list("hl7").stream()
                            .map(rule -> CustomHl7MappingRule.parse(rule, catalogue))
                            .toList(),
                    file.list("cloudevents").stream()
                            .map(rule -> CustomCloudEventMappingRule.read(rule, catalogue))
                            .toList());
        }
    }

    @Bean
    ApplicationDefinitionFolder<MappingRules> applications(ApplicationDefinitionFolderProperties properties) {
        return ApplicationDefinitionFolder.open(properties.folder(), properties.reloadInterval(), MappingRules::read);
    }

    @Bean
    StepCatalogue catalogue(ApplicationDefinitionFolder<MappingRules> applications) {
        return applications.catalogue();
    }

    @Bean
    CustomHl7MappingRuleProvider hl7Rules(ApplicationDefinitionFolder<MappingRules> applications) {
        return name -> rulesFor(applications, name, MappingRules::hl7);
    }

    @Bean
    CustomCloudEventMappingRuleProvider cloudEventRules(ApplicationDefinitionFolder<MappingRules> applications) {
        return name -> rulesFor(applications, name, MappingRules::cloudEvents);
    }

    private static <R> List<R> rulesFor(
            ApplicationDefinitionFolder<MappingRules> applications,
            String name,
            Function<MappingRules, List<R>> selector) {
        return applications.active().stream()
                .filter(application -> application.names().contains(name))
                .flatMap(application -> selector.apply(application.rules()).stream())
                .toList();
    }

    /** Shows rejected files. It is not part of readiness, because the service still accepts messages. */
    @Bean
    HealthIndicator applicationsHealthIndicator(ApplicationDefinitionFolder<MappingRules> applications) {
        return () -> Health.up()
                .withDetail("active", applications.files())
                .withDetail("rejected", applications.rejected())
                .build();
    }

    @Bean
    Gauge rejectedApplications(ApplicationDefinitionFolder<MappingRules> applications, MeterRegistry meters) {
        return Gauge.builder(
                        "parcours.applications.rejected",
                        () -> applications.rejected().size())
                .description("Application files with errors; their last valid version stays active")
                .register(meters);
    }
}
