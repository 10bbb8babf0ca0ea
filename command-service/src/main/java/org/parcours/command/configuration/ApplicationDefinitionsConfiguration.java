package org.parcours.command.configuration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;
import org.parcours.command.intake.cloudevents.CloudEventRule;
import org.parcours.command.intake.cloudevents.CloudEventRuleProvider;
import org.parcours.command.intake.hl7.mapping.Hl7Rule;
import org.parcours.command.intake.hl7.mapping.Hl7RuleProvider;
import org.parcours.events.applications.ApplicationDefinitionFolder;
import org.parcours.events.applications.YamlNode;
import org.parcours.events.catalogue.StepCatalogue;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the hospital says of its own applications: kinds of step, and what their messages mean. */
@Configuration(proxyBeanMethods = false)
class ApplicationDefinitionsConfiguration {

    /** What a file says of messages. */
    record Rules(List<Hl7Rule> hl7, List<CloudEventRule> cloudEvents) {

        static Rules read(YamlNode file, StepCatalogue catalogue) {
            return new Rules(
                    file.list("hl7").stream()
                            .map(rule -> Hl7Rule.parse(rule, catalogue))
                            .toList(),
                    file.list("cloudevents").stream()
                            .map(rule -> CloudEventRule.read(rule, catalogue))
                            .toList());
        }
    }

    @Bean
    ApplicationDefinitionFolder<Rules> applications(ApplicationDefinitionsProperties settings) {
        return ApplicationDefinitionFolder.open(settings.folder(), settings.reload(), Rules::read);
    }

    @Bean
    StepCatalogue catalogue(ApplicationDefinitionFolder<Rules> applications) {
        return applications.catalogue();
    }

    @Bean
    Hl7RuleProvider hl7Rules(ApplicationDefinitionFolder<Rules> applications) {
        return name -> of(applications, name, Rules::hl7);
    }

    @Bean
    CloudEventRuleProvider cloudEventRules(ApplicationDefinitionFolder<Rules> applications) {
        return name -> of(applications, name, Rules::cloudEvents);
    }

    private static <R> List<R> of(
            ApplicationDefinitionFolder<Rules> applications, String name, Function<Rules, List<R>> which) {
        return applications.active().stream()
                .filter(application -> application.names().contains(name))
                .flatMap(application -> which.apply(application.rules()).stream())
                .toList();
    }

    /** A file that is refused is no reason to take no facts: shown, and part of no readiness group. */
    @Bean
    HealthIndicator applicationsHealthIndicator(ApplicationDefinitionFolder<Rules> applications) {
        return () -> org.springframework.boot.health.contributor.Health.up()
                .withDetail("inForce", applications.files())
                .withDetail("refused", applications.rejected())
                .build();
    }

    @Bean
    Gauge refusedApplications(ApplicationDefinitionFolder<Rules> applications, MeterRegistry meters) {
        return Gauge.builder(
                        "parcours.applications.refused",
                        () -> applications.rejected().size())
                .description("Application files that are wrong: what they said before stays in force")
                .register(meters);
    }
}
