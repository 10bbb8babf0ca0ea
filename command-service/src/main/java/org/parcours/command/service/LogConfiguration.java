package org.parcours.command.service;

import java.time.Clock;
import org.parcours.command.checkpoint.CheckpointSettings;
import org.parcours.command.checkpoint.CheckpointTopic;
import org.parcours.command.checkpoint.Checkpoints;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.axon.AxonIntake;
import org.parcours.command.log.axon.AxonSettings;
import org.parcours.command.publish.PublishSettings;
import org.parcours.command.publish.Publisher;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log and what stands on it, in the order in which they start; they stop in the opposite one. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    Storage storage(LogProperties properties) {
        return Storage.open(properties.address());
    }

    @Bean
    CommitLog commitLog(Storage storage, LogProperties properties, Clock clock) {
        return storage.log(properties.settings(), clock);
    }

    @Bean
    Quarantine quarantine(Storage storage) {
        return storage.quarantine();
    }

    @Bean
    DocumentStore documentStore(Storage storage, LogProperties properties) {
        return storage.documents(properties.maxDocumentBytes());
    }

    @Bean
    AxonIntake intake(CommitLog log, EventCodec codec) {
        return AxonIntake.start(log, codec, AxonSettings.DEFAULT);
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
