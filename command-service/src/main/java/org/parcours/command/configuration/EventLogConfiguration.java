package org.parcours.command.configuration;

import java.time.Clock;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.checkpoint.CheckpointProperties;
import org.parcours.command.checkpoint.CheckpointTopic;
import org.parcours.command.checkpoint.PeriodicCheckpointSigner;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.feeds.kafka.KafkaBootstrapProperties;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.command.publishing.PublisherProperties;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The event log and what depends on it. The beans start in this order and stop in reverse. */
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
    StoreFactory stores(EventLogProperties properties) {
        return StoreFactory.open(properties.connectionUrl());
    }

    @Bean
    CommitLog commitLog(StoreFactory stores, EventLogProperties properties, Clock clock) {
        return stores.log(properties.logSettings(), clock);
    }

    @Bean
    Quarantine quarantine(StoreFactory stores) {
        return stores.quarantine();
    }

    @Bean
    DocumentStore documentStore(StoreFactory stores, EventLogProperties properties) {
        return stores.documents(properties.maxDocumentBytes());
    }

    @Bean
    ReferenceDirectory fhirDirectory(StoreFactory stores) {
        return stores.fhirDirectory();
    }

    @Bean
    AxonMessageRecorder messageRecorder(CommitLog log, EventCodec codec) {
        return AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
    }

    @Bean(initMethod = "start")
    @ConditionalOnProperty(name = "parcours.publish.enabled", matchIfMissing = true)
    EventPublisher publisher(
            CommitLog log, EventCodec codec, KafkaBootstrapProperties kafka, PublisherProperties properties) {
        return new EventPublisher(log, codec, kafka.bootstrapServers(), properties);
    }

    @Bean
    @ConditionalOnProperty(name = "parcours.log.checkpoint.enabled", matchIfMissing = true)
    CheckpointTopic checkpointTopic(KafkaBootstrapProperties kafka, PublisherProperties properties) {
        return new CheckpointTopic(kafka.bootstrapServers(), properties.replicas());
    }

    @Bean
    @ConditionalOnBean(CheckpointTopic.class)
    PeriodicCheckpointSigner checkpointSigner(
            CommitLog log,
            CheckpointProperties properties,
            CheckpointTopic topic,
            PublisherProperties publisher,
            Clock clock) {
        return PeriodicCheckpointSigner.start(
                log, properties, publisher.enabled() ? topic::publish : PeriodicCheckpointSigner.LOG_LINE_ONLY, clock);
    }
}
