package org.parcours.command.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.JourneyFixture.JUST_NOW;
import static org.parcours.command.journey.decision.JourneyFixture.fact;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;
import static org.parcours.command.journey.decision.JourneyFixture.message;
import static org.parcours.command.journey.decision.JourneyFixture.movement;
import static org.parcours.command.journey.decision.JourneyFixture.visit;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.axonframework.messaging.commandhandling.CommandMessage;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.test.fixture.AxonTestFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.journey.decision.UnrecordedEvent;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.codec.EventCodec;

/** Tests the command handler with Axon's own fixture (given, when, then) on a real log. */
class RecordMessageHandlerTest {

    @TempDir
    private Path folder;

    private CommitLog log;
    private AxonTestFixture axon;

    @BeforeEach
    void open() {
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + folder.resolve("log.db"), EventLogSettings.defaults(), Clock.systemUTC());
        axon = AxonTestFixture.with(new RecordMessageHandler(new UuidGenerator())
                .configure(new CommitLogStorageEngine(
                        log, new EventCodec(), RecordCommandSettings.DEFAULT.maxStreamBytes())));
    }

    @AfterEach
    void close() {
        axon.stop();
        log.close();
    }

    @Test
    void a_discharge_after_an_admission_has_no_anomaly() {
        axon.given()
                .command(command(
                        "m1", new PatientAdmitted(visit("7"), movement("1"), Optional.empty(), Optional.empty())))
                .when()
                .command(command(
                        "m2", new PatientDischarged(visit("7"), movement("2"), Optional.empty(), Optional.empty())))
                .then()
                .success()
                .eventsSatisfy(
                        events -> assertThat(envelopes(events)).singleElement().satisfies(discharge -> {
                            assertThat(discharge.event()).isInstanceOf(PatientDischarged.class);
                            assertThat(discharge.anomalies()).isEmpty();
                        }));
    }

    @Test
    void a_discharge_without_an_admission_is_recorded_and_flagged() {
        axon.given()
                .noPriorActivity()
                .when()
                .command(command(
                        "m1", new PatientDischarged(visit("7"), movement("2"), Optional.empty(), Optional.empty())))
                .then()
                .success()
                .eventsSatisfy(events -> assertThat(envelopes(events).getLast().anomalies())
                        .extracting(Anomaly::code)
                        .containsExactly(Anomaly.Code.DISCHARGE_WITHOUT_ADMISSION));
    }

    @Test
    void the_same_message_again_appends_nothing() {
        CommandMessage admission =
                command("m1", new PatientAdmitted(visit("7"), movement("1"), Optional.empty(), Optional.empty()));

        axon.given()
                .command(admission)
                .when()
                .command(admission)
                .then()
                .success()
                .noEvents();
    }

    private static CommandMessage command(String messageId, Event event) {
        return new GenericCommandMessage(
                new MessageType(RecordMessageHandler.COMMAND, "1"),
                new RecordMessage(message("GAM", messageId, messageId, fact(event, JUST_NOW, ipp("100")))));
    }

    private static List<Envelope> envelopes(List<EventMessage> messages) {
        return messages.stream()
                .map(message -> ((UnrecordedEvent) message.payload()).envelope())
                .toList();
    }
}
