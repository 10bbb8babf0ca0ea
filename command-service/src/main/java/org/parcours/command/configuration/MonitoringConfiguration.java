package org.parcours.command.configuration;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.parcours.command.monitoring.ActivityRecorder;
import org.parcours.command.monitoring.ActivityRecordingListener;
import org.parcours.command.monitoring.ActivityStore;
import org.parcours.command.monitoring.DisplayName;
import org.parcours.command.monitoring.MonitoringProperties;
import org.parcours.command.monitoring.SourceApplicationMetrics;
import org.parcours.command.monitoring.SourceApplicationMonitor;
import org.parcours.command.monitoring.UnreadFieldRecorder;
import org.parcours.command.monitoring.UnreadFieldStore;
import org.parcours.command.processing.OutcomeListener;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.RejectionGroup;
import org.parcours.events.applications.ApplicationDefinitionFolder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Monitors the source applications. The file import runs without it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "parcours.monitoring.enabled", matchIfMissing = true)
class MonitoringConfiguration {

    private static final int MAX_REJECTION_GROUPS = 100_000;

    @Bean
    ActivityStore activityStore(StoreFactory stores) {
        return stores.activity();
    }

    @Bean
    ActivityRecorder activityRecorder(ActivityStore store, MonitoringProperties properties, Clock clock) {
        return new ActivityRecorder(store, properties, clock).start();
    }

    @Bean
    UnreadFieldStore unreadFieldStore(StoreFactory stores) {
        return stores.unreadFields();
    }

    @Bean
    UnreadFieldRecorder unreadFieldRecorder(
            UnreadFieldStore store,
            MonitoringProperties properties,
            ActivityRecorder activity,
            MeterRegistry meters,
            Clock clock) {
        return new UnreadFieldRecorder(store, properties, activity::countedName, meters, clock).start();
    }

    @Bean
    @Primary
    OutcomeListener outcomeListener(ActivityRecorder activity, UnreadFieldRecorder unreadFields, Clock clock) {
        ActivityRecordingListener activityListener = new ActivityRecordingListener(activity, clock);
        return (sender, parsed, outcome) -> {
            activityListener.processed(sender, parsed, outcome);
            unreadFields.processed(sender, parsed, outcome);
        };
    }

    @Bean
    SourceApplicationMonitor applicationMonitor(
            ActivityStore store,
            ActivityRecorder activity,
            MonitoringProperties properties,
            ApplicationDefinitionFolder<?> applications,
            Quarantine quarantine,
            Clock clock) {
        return new SourceApplicationMonitor(
                store,
                activity,
                properties,
                () -> configuredApplications(applications),
                () -> quarantine.groups(MAX_REJECTION_GROUPS).stream()
                        .collect(Collectors.groupingBy(
                                group -> DisplayName.of(group.sender()),
                                Collectors.summingLong(RejectionGroup::messages))),
                clock);
    }

    private static Map<String, Set<String>> configuredApplications(ApplicationDefinitionFolder<?> applications) {
        return applications.active().stream()
                .map(application -> new TreeSet<>(application.names()))
                .filter(names -> !names.isEmpty())
                .collect(Collectors.toMap(TreeSet::first, Set::copyOf, (_, last) -> last));
    }

    @Bean
    SourceApplicationMetrics applicationMetrics(
            SourceApplicationMonitor monitor, ActivityRecorder activity, MeterRegistry meters) {
        return new SourceApplicationMetrics(monitor, activity, meters).start();
    }
}
