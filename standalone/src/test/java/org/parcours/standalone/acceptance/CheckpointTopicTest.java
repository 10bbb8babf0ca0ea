package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.checkpoint.CheckpointProperties;
import org.parcours.command.checkpoint.CheckpointTopic;
import org.parcours.command.checkpoint.PeriodicCheckpointSigner;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.Hash;
import org.parcours.standalone.EmbeddedKafka;

/** Checkpoints are also in Kafka, where a change of the log does not reach them. With a real broker. */
class CheckpointTopicTest {

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private CommitLog log;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + folder.resolve("log.db"), EventLogSettings.defaults(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        log.close();
        kafka.close();
    }

    @Test
    void a_service_that_stops_writes_a_checkpoint_to_kafka() {
        run("one");
        Instant between = Instant.now();
        run("two");

        try (CheckpointTopic topic = new CheckpointTopic(kafka.bootstrapServers(), (short) 1)) {
            List<SignedCheckpoint> checkpoints = topic.readAll();
            assertThat(checkpoints).extracting(it -> it.head().sequence()).containsExactly(1L, 2L);
            assertThat(checkpoints).extracting(SignedCheckpoint::reason).containsOnly(SignedCheckpoint.Reason.SHUTDOWN);
            assertThat(checkpoints.getLast().head()).isEqualTo(log.head());
            assertThat(checkpoints.getLast().signedAt()).isAfter(between);
        }
    }

    private void run(String command) {
        CheckpointProperties settings =
                new CheckpointProperties(true, folder.resolve("key.pem"), 1000, Duration.ofMinutes(15));
        try (CheckpointTopic topic = new CheckpointTopic(kafka.bootstrapServers(), (short) 1);
                PeriodicCheckpointSigner _ =
                        PeriodicCheckpointSigner.start(log, settings, topic::publish, Clock.systemUTC())) {
            EventData event = new EventData(
                    new UnversionedEventName("org.parcours.PatientAdmitted"),
                    Set.of(new Tag("patient:1")),
                    new byte[] {'{', '}'});
            log.append(new AppendRequest(
                            CommitId.of(Hash.of(command.getBytes())), List.of(event), CommitCondition.none()))
                    .join();
        }
    }
}
