package org.parcours.command.service;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.activity.Activity;
import org.parcours.command.activity.NotedRefused;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.InPieces;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Taking;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.intake.fhir.FhirUnderstanding;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.intake.hl7.Hl7Understanding;
import org.parcours.command.intake.http.FactUnderstanding;
import org.parcours.command.intake.kafka.Inbound;
import org.parcours.command.intake.kafka.InboundSettings;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.events.DocumentRef;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the intake's adapters their stores. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    @Bean
    Refused refused(Quarantine quarantine, Clock clock, ObjectProvider<Activity> activity) {
        Refused refused = quarantined(quarantine, clock);
        Activity watching = activity.getIfAvailable();
        return watching == null ? refused : new NotedRefused(refused, watching, clock);
    }

    private static Refused quarantined(Quarantine quarantine, Clock clock) {
        TimeBasedEpochRandomGenerator ids = Generators.timeBasedEpochRandomGenerator();
        return new Refused() {
            @Override
            public UUID keep(Sender sender, String contentType, byte[] raw, Refusal why) {
                return keep(sender, contentType, raw, why.code(), why.field(), why.reason());
            }

            @Override
            public UUID keep(Sender sender, String contentType, byte[] raw, Unmapped why) {
                return keep(sender, contentType, raw, why.code(), why.field(), why.reason());
            }

            private UUID keep(Sender sender, String contentType, byte[] raw, String code, String field, String reason) {
                return quarantine.put(QuarantinedMessage.refused(
                        ids.generate(),
                        clock.instant(),
                        sender.feed(),
                        sender.application(),
                        contentType,
                        raw,
                        code,
                        field,
                        reason));
            }
        };
    }

    @Bean
    Documents documents(DocumentStore store) {
        return (mediaType, bytes, title) -> {
            var kept = store.put(mediaType, bytes);
            return new DocumentRef(kept.mediaType(), kept.hash().toString(), kept.size(), title);
        };
    }

    @Bean
    Taking taking(Intake intake, Refused refused) {
        return new Taking(intake, refused);
    }

    @Bean(initMethod = "start")
    @ConditionalOnProperty(name = "parcours.inbound.enabled", matchIfMissing = true)
    Inbound inbound(Taking taking, FactUnderstanding facts, KafkaProperties kafka, InboundSettings settings) {
        return new Inbound(taking, facts.onFeed(Inbound.FEED), kafka.bootstrapServers(), settings);
    }

    @Bean
    ResubmissionService resubmission(
            Quarantine quarantine,
            Intake intake,
            Hl7Understanding hl7,
            FactUnderstanding facts,
            FhirUnderstanding fhir,
            FhirProperties limits,
            Clock clock) {
        FactUnderstanding inbound = facts.onFeed(Inbound.FEED);
        return new ResubmissionService(
                quarantine,
                new InPieces(intake, limits.factsPerCommit()),
                Map.of(
                        Hl7Understanding.FEED,
                        (raw, _) -> hl7.understand(raw),
                        "rest",
                        (raw, _) -> facts.understand(raw),
                        Inbound.FEED,
                        (raw, _) -> inbound.understand(raw),
                        FhirUnderstanding.FEED,
                        (raw, sender) -> fhir.understand(raw, Optional.of(sender))),
                clock);
    }
}
