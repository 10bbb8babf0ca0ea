package org.parcours.command.log.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.recording.Ward.JUST_NOW;
import static org.parcours.command.journey.recording.Ward.fact;
import static org.parcours.command.journey.recording.Ward.ipp;
import static org.parcours.command.journey.recording.Ward.report;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.SimpleEventHandlingComponent;
import org.axonframework.messaging.eventhandling.configuration.EventProcessorModule;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitLogs;
import org.parcours.command.log.LogSettings;
import org.parcours.command.log.axon.tokens.RegisterTokenStore;
import org.parcours.command.store.Database;
import org.parcours.command.tokens.JdbcTokenRegister;
import org.parcours.events.Demographics;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import tools.jackson.databind.json.JsonMapper;

/** Axon's streaming processors on our log and our token store, with no other database. */
class StreamingProcessorTest {

    private static final int SEGMENTS = 4;

    @TempDir
    private Path folder;

    private final List<Long> handled = new CopyOnWriteArrayList<>();
    private final List<AxonConfiguration> started = new ArrayList<>();
    private Database database;
    private CommitLog log;
    private AxonIntake intake;
    private int told;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:sqlite:" + folder.resolve("log.db"));
        log = CommitLogs.open(database, LogSettings.defaults(), Clock.systemUTC());
        intake = AxonIntake.start(log, new EventCodec(), AxonSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        started.forEach(AxonConfiguration::shutdown);
        intake.close();
        log.close();
        database.close();
    }

    private AxonConfiguration processor(String node) {
        var tokens = new RegisterTokenStore(
                new JdbcTokenRegister(database), JsonMapper.shared(), node, Duration.ofSeconds(5), Clock.systemUTC());
        var handler = new SimpleEventHandlingComponent();
        handler.subscribe(
                new QualifiedName(EventType.of(PatientRegistered.class).name()), (event, context) -> {
                    handled.add(TrackingToken.fromContext(context)
                            .map(token -> ((GlobalSequenceTrackingToken) token).getGlobalIndex())
                            .orElseThrow());
                    return MessageStream.empty();
                });
        var module = EventProcessorModule.pooledStreaming("patients")
                .eventHandlingComponents(components -> components.declarative(configuration -> handler))
                .customized((configuration, processor) -> processor
                        .tokenStore(tokens)
                        .initialSegmentCount(SEGMENTS)
                        .tokenClaimInterval(200));
        var axon = new JourneyBridge(new RandomIds())
                .configure(new CommitLogStorageEngine(log, new EventCodec(), AxonSettings.DEFAULT.maxStreamBytes()))
                .messaging(messaging -> messaging.eventProcessing(
                        processing -> processing.pooledStreaming(pooled -> pooled.processor(module))))
                .build();
        axon.start();
        started.add(axon);
        return axon;
    }

    private void tell(int patients) {
        for (int i = 0; i < patients; i++) {
            var ipp = Integer.toString(++told);
            intake.take(report(
                    "GAM",
                    "m" + ipp,
                    "d" + ipp,
                    fact(new PatientRegistered(List.of(ipp(ipp)), Demographics.UNKNOWN), JUST_NOW, ipp(ipp))));
        }
    }

    private void awaitHandled(int events) throws InterruptedException {
        for (int patience = 0; patience < 400 && handled.size() < events; patience++) {
            Thread.sleep(50);
        }
        assertThat(handled)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, events).boxed().toList());
    }

    @Test
    void a_processor_handles_what_is_recorded_and_goes_on_where_it_was() throws Exception {
        tell(30);
        var axon = processor("one");
        awaitHandled(30);
        tell(10);
        awaitHandled(40);
        axon.shutdown();

        tell(10);
        processor("one");
        awaitHandled(50);
    }

    @Test
    void processors_of_two_processes_share_the_work() throws Exception {
        processor("one");
        processor("two");
        tell(60);

        awaitHandled(60);
    }
}
