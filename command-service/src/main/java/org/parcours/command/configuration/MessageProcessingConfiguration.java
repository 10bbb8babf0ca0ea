package org.parcours.command.configuration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.api.quarantine.ResubmissionService;
import org.parcours.command.feeds.kafka.InboundConsumer;
import org.parcours.command.feeds.rest.RestConfiguration;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.message.MessageParser;
import org.parcours.command.processing.FairSenderScheduler;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.OutcomeListener;
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.command.processing.ProcessingProperties;
import org.parcours.command.quarantine.Quarantine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pipeline that processes the messages of all feeds and resubmissions. */
@Configuration(proxyBeanMethods = false)
class MessageProcessingConfiguration {

    @Bean
    FairSenderScheduler senderScheduler(ProcessingProperties properties) {
        return new FairSenderScheduler(properties);
    }

    @Bean
    MessageProcessor messageProcessor(
            ParsedMessageRecorder recorder,
            Quarantine quarantine,
            FairSenderScheduler scheduler,
            ObjectProvider<OutcomeListener> listener,
            Clock clock) {
        return new MessageProcessor(
                recorder, quarantine, scheduler, listener.getIfAvailable(() -> OutcomeListener.NONE), clock);
    }

    @Bean
    MeterBinder schedulerMetrics(FairSenderScheduler scheduler) {
        return (MeterRegistry meters) -> {
            Gauge.builder("parcours.processing.in.progress", scheduler, FairSenderScheduler::inProgress)
                    .description("Messages that are being processed, of all senders")
                    .register(meters);
            Gauge.builder("parcours.processing.waiting", scheduler, FairSenderScheduler::waiting)
                    .description("Messages that wait for their sender's turn")
                    .register(meters);
            Gauge.builder("parcours.processing.senders", scheduler, FairSenderScheduler::activeSenders)
                    .description("Senders that are active, or were within the contention window")
                    .register(meters);
        };
    }

    @Bean
    ResubmissionService resubmissionService(
            Quarantine quarantine,
            MessageProcessor processor,
            Hl7MessageParser hl7,
            CloudEventParser cloudEvents,
            FhirMessageParser fhir,
            Clock clock) {
        MessageParser inbound = cloudEvents.forFeed(InboundConsumer.FEED);
        return new ResubmissionService(
                quarantine,
                processor,
                Map.of(
                        Hl7MessageParser.FEED,
                        _ -> hl7,
                        RestConfiguration.FEED,
                        _ -> cloudEvents,
                        InboundConsumer.FEED,
                        _ -> inbound,
                        FhirMessageParser.FEED,
                        sender -> fhir.forSource(Optional.of(sender))),
                clock);
    }
}
