package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.store.InMemoryMongo;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@ResourceLock(Resources.SYSTEM_OUT) // A service that starts sets the log levels of this JVM.
class StoreFactoryTest {

    @Test
    void without_configuration_the_defaults_of_the_log_apply() {
        assertThat(bind(Map.of()).logSettings()).isEqualTo(EventLogSettings.defaults());
    }

    @Test
    void every_configured_limit_reaches_the_log() {
        EventLogSettings settings = bind(Map.of(
                        "parcours.log.group-commit.max-size", "2MB",
                        "parcours.log.group-commit.max-commits", "7",
                        "parcours.log.group-commit.max-delay", "0ms",
                        "parcours.log.queue.max-commits", "9",
                        "parcours.log.queue.max-size", "8MB",
                        "parcours.log.queue.max-commits-per-caller", "3",
                        "parcours.log.append-timeout", "4s",
                        "parcours.log.poll-interval", "1s"))
                .logSettings();
        assertThat(settings.groupCommit().maxBytes()).isEqualTo(2 << 20);
        assertThat(settings.groupCommit().maxCommits()).isEqualTo(7);
        assertThat(settings.groupCommit().maxBatchDelay()).isZero();
        assertThat(settings.queue()).isEqualTo(new EventLogSettings.QueueSettings(9, 8 << 20, 3));
        assertThat(settings.retry().maxElapsedTime()).hasSeconds(4);
        assertThat(settings.read().maxPollInterval()).hasSeconds(1);
    }

    @Test
    void a_mongodb_without_replica_set_stops_the_start_with_instructions() {
        var service = new SpringApplicationBuilder(CommandServiceApplication.class);
        assertThatThrownBy(() -> service.run(
                        "--server.port=0",
                        "--parcours.mllp.enabled=false",
                        "--parcours.publish.enabled=false",
                        "--parcours.log.url=" + InMemoryMongo.newDatabase()))
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("Start mongod with --replSet, call rs.initiate()");
    }

    private static EventLogProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("parcours.log", EventLogProperties.class);
    }
}
