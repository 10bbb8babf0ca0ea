package org.parcours.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.fhir.FhirConfiguration;
import org.parcours.command.intake.fhir.FhirController;
import org.parcours.command.intake.hl7.Hl7Configuration;
import org.parcours.command.intake.hl7.mllp.MllpConfiguration;
import org.parcours.command.intake.hl7.mllp.MllpServer;
import org.parcours.command.intake.http.FactsController;
import org.parcours.command.intake.http.HttpConfiguration;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AdaptersStartTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withBean(Intake.class, RecordingIntake::new)
            .withBean(Refused.class, RecordingRefused::new)
            .withBean(Documents.class, RecordingDocuments::new)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(EventCodec.class, EventCodec::new)
            .withBean(StepCatalogue.class, StepCatalogue::standard)
            .withUserConfiguration(
                    Hl7Configuration.class, MllpConfiguration.class, HttpConfiguration.class, FhirConfiguration.class);

    @Test
    void the_adapters_start_with_their_ports_and_stop_with_the_application() {
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
    void mllp_can_be_left_out() {
        application.withPropertyValues("parcours.mllp.enabled=false").run(context -> assertThat(
                        context.getBean(MllpServer.class).isRunning())
                .isFalse());
    }
}
