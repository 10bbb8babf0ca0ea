package org.parcours.command.service;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.activity.Activity;
import org.parcours.command.activity.ActivitySettings;
import org.parcours.command.activity.ActivityStore;
import org.parcours.command.activity.ApplicationMetrics;
import org.parcours.command.activity.NotedIntake;
import org.parcours.command.activity.Watch;
import org.parcours.command.intake.Intake;
import org.parcours.command.log.axon.AxonIntake;
import org.parcours.command.quarantine.Alike;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.events.applications.ApplicationDefinitionFolder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Watches the applications; an import does not. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "parcours.activity.enabled", matchIfMissing = true)
class ActivityConfiguration {

    private static final int MOST_KINDS = 100_000;

    @Bean
    ActivityStore activityStore(Storage storage) {
        return storage.activity();
    }

    @Bean
    Activity activity(ActivityStore store, ActivitySettings settings, Clock clock) {
        return new Activity(store, settings, clock).start();
    }

    @Bean
    @Primary
    Intake notedIntake(AxonIntake intake, Activity activity, Clock clock) {
        return new NotedIntake(intake, activity, clock);
    }

    @Bean
    Watch watch(
            ActivityStore store,
            Activity activity,
            ActivitySettings settings,
            ApplicationDefinitionFolder<?> applications,
            Quarantine quarantine,
            Clock clock) {
        return new Watch(
                store,
                activity,
                settings,
                () -> declared(applications),
                () -> quarantine.alike(MOST_KINDS).stream()
                        .collect(Collectors.groupingBy(Alike::sender, Collectors.summingLong(Alike::messages))),
                clock);
    }

    private static Map<String, Set<String>> declared(ApplicationDefinitionFolder<?> applications) {
        Map<String, Set<String>> names = new HashMap<>();
        applications.active().forEach(application -> application.names().stream()
                .sorted()
                .findFirst()
                .ifPresent(first -> names.put(first, Set.copyOf(application.names()))));
        return names;
    }

    @Bean
    ApplicationMetrics applicationMetrics(Watch watch, Activity activity, MeterRegistry meters) {
        return new ApplicationMetrics(watch, activity, meters).start();
    }
}
