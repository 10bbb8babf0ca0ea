package org.parcours.command.configuration;

import java.time.Clock;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.CommandLimits;
import org.parcours.command.checkpoint.CheckpointSettings;
import org.parcours.command.checkpoint.CheckpointTopic;
import org.parcours.command.checkpoint.Checkpoints;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.publishing.PublishSettings;
import org.parcours.command.publishing.Publisher;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log and what stands on it, in the order in which they start; they stop in the opposite one. */
@Configuration(proxyBeanMethods = false)
class EventLogConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    StorageBackend storage(EventLogProperties properties) {
        return StorageBackend.open(properties.address());
    }

    @Bean
    CommitLog commitLog(StorageBackend storage, EventLogProperties properties, Clock clock) {
        return storage.log(properties.settings(), clock);
    }

    @Bean
    Quarantine quarantine(StorageBackend storage) {
        return storage.quarantine();
    }

    @Bean
    DocumentStore documentStore(StorageBackend storage, EventLogProperties properties) {
        return storage.documents(properties.maxDocumentBytes());
    }

    @Bean
    AxonMessageRecorder intake(CommitLog log, EventCodec codec) {
        return AxonMessageRecorder.start(log, codec, CommandLimits.DEFAULT);
    }

    @Bean(initMethod = "start")
    @ConditionalOnProperty(name = "parcours.publish.enabled", matchIfMissing = true)
    Publisher publisher(CommitLog log, EventCodec codec, KafkaProperties kafka, PublishSettings settings) {
        return new Publisher(log, codec, kafka.bootstrapServers(), settings);
    }

    @Bean
    @ConditionalOnProperty(name = "parcours.log.checkpoint.enabled", matchIfMissing = true)
    CheckpointTopic checkpointTopic(KafkaProperties kafka, PublishSettings settings) {
        return new CheckpointTopic(kafka.bootstrapServers(), settings.replicas());
    }

    @Bean
    @ConditionalOnBean(CheckpointTopic.class)
    Checkpoints checkpoints(
            CommitLog log, CheckpointSettings settings, CheckpointTopic topic, PublishSettings publish, Clock clock) {
        return Checkpoints.start(log, settings, publish.enabled() ? topic::put : Checkpoints.IN_THE_LINES_ONLY, clock);
    }
}
