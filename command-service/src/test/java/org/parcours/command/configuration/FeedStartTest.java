package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.feeds.fhir.FhirConfiguration;
import org.parcours.command.feeds.fhir.FhirController;
import org.parcours.command.feeds.mllp.MllpConfiguration;
import org.parcours.command.feeds.mllp.MllpServer;
import org.parcours.command.feeds.rest.FactsController;
import org.parcours.command.feeds.rest.RestConfiguration;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.hl7.Hl7Configuration;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FeedStartTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withBean(
                    MessageProcessor.class,
                    () -> TestPipeline.processor(new FakeMessageRecorder(), new FakeQuarantine()))
            .withBean(DocumentStore.class, FakeDocumentStore::new)
            .withBean(ReferenceDirectory.class, ReferenceDirectory::none)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(EventCodec.class, EventCodec::new)
            .withBean(StepCatalogue.class, StepCatalogue::standard)
            .withUserConfiguration(
                    Hl7Configuration.class, MllpConfiguration.class, RestConfiguration.class, FhirConfiguration.class);

    @Test
    void the_feeds_start_and_stop_with_the_application() {
        application
                .withPropertyValues("parcours.mllp.port=0", "parcours.mllp.host=127.0.0.1")
                .run(context -> {
                    MllpServer server = context.getBean(MllpServer.class);
                    assertThat(server.isRunning()).isTrue();
                    assertThat(server.port()).isPositive();
                    assertThat(context).hasSingleBean(FactsController.class);
                    assertThat(context).hasSingleBean(FhirController.class);
                    context.close();
                    assertThat(server.isRunning()).isFalse();
                });
    }

    @Test
    void mllp_can_be_disabled() {
        application.withPropertyValues("parcours.mllp.enabled=false").run(context -> assertThat(
                        context.getBean(MllpServer.class).isRunning())
                .isFalse());
    }
}
