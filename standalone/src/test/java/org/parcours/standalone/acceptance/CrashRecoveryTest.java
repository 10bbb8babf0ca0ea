package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.store.LocalPostgres;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills Parcours with {@code kill -9} while the demo hospital and six more senders send messages, and restarts it:
 * twice in every build, {@code -Dkills=20} in the long form ({@code mvn verify -Pfaults}). Each kill follows a random
 * number of acknowledgements.
 */
class CrashRecoveryTest {

    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int SENDERS = 6;
    private static final JsonMapper JSON = JsonMapper.shared();

    enum LogStore {
        SQLITE {
            @Override
            List<String> arguments() {
                return List.of();
            }
        },
        POSTGRESQL {
            @Override
            List<String> arguments() {
                return List.of("--parcours.log.url=" + LocalPostgres.shared().newDatabase());
            }
        };

        /** SQLite in the data folder is the default. */
        abstract List<String> arguments();
    }

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource
    @Tag("kills")
    void every_acknowledged_message_is_recorded_once_and_in_order_and_the_views_are_complete(LogStore store)
            throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> arguments = new ArrayList<>(List.of("--patients=10"));
        arguments.addAll(store.arguments());
        try (ParcoursProcess parcours = new ParcoursProcess(data, arguments)) {
            List<PersistentMllpSender> senders = IntStream.range(0, SENDERS)
                    .mapToObj(i -> new PersistentMllpSender("ESSAI" + i, parcours.mllpPort))
                    .toList();
            List<Thread> threads = senders.stream()
                    .map(sender -> Thread.ofPlatform().start(sender))
                    .toList();
            for (int kill = 1; kill <= KILLS; kill++) {
                int acknowledged = total(senders) + 10 + random.nextInt(200);
                parcours.await(() -> total(senders) >= acknowledged, acknowledged + " messages are acknowledged");
                parcours.kill();
                parcours.start();
            }
            for (PersistentMllpSender sender : senders) {
                int acknowledged = sender.acknowledged().size();
                parcours.await(() -> sender.acknowledged().size() > acknowledged, "the sender continues");
            }
            senders.forEach(PersistentMllpSender::stop);
            for (Thread thread : threads) {
                thread.join();
            }

            List<JsonNode> log = readLog(parcours);
            assertThat(log).as("seed %d", seed).hasSizeGreaterThan(SENDERS);
            assertThat(log.stream().map(event -> event.get("position").asLong()))
                    .as("positions, seed %d", seed)
                    .isEqualTo(LongStream.rangeClosed(1, log.size()).boxed().toList());
            for (PersistentMllpSender sender : senders) {
                assertRecordedOnceAndInOrder(sender, log, seed);
            }
            assertViewsShow(parcours, log);
            assertTopicContains(parcours, log);
            System.out.printf(
                    "%s: %d kills, seed %d, %d acknowledged, %d events%n",
                    store, KILLS, seed, total(senders), log.size());
        }
    }

    private static int total(List<PersistentMllpSender> senders) {
        return senders.stream().mapToInt(sender -> sender.acknowledged().size()).sum();
    }

    private static void assertRecordedOnceAndInOrder(PersistentMllpSender sender, List<JsonNode> log, long seed) {
        List<String> results = log.stream()
                .filter(event -> event.get("type").asString().equals("org.parcours.ResultIssued.v1"))
                .map(event -> event.at("/data/reporter/messageId").asString())
                .filter(id -> id.startsWith(sender.application + "-"))
                .toList();
        List<String> acknowledged = sender.acknowledged();
        assertThat(acknowledged)
                .as("%s received acknowledgements", sender.application)
                .isNotEmpty();
        assertThat(results).as("once, seed %d", seed).doesNotHaveDuplicates();
        assertThat(results.subList(0, acknowledged.size()))
                .as("in order, seed %d", seed)
                .isEqualTo(acknowledged);
        assertThat(results.size() - acknowledged.size())
                .as("at most one message was recorded and not acknowledged")
                .isBetween(0, 1);
    }

    private static void assertViewsShow(ParcoursProcess parcours, List<JsonNode> log) {
        long head = log.getLast().get("position").asLong();
        EmbeddedParcours.await(
                () -> JSON.readTree(parcours.get(parcours.query, "/actuator/health"))
                                .at("/components/projection/details/position")
                                .asLong()
                        >= head,
                "the views reach position " + head);
        Set<String> patients = new LinkedHashSet<>();
        log.stream()
                .filter(event ->
                        event.at("/data/reporter/application").asString().startsWith("ESSAI"))
                .forEach(event -> patients.add(event.get("subject").asString()));
        for (String patient : patients) {
            List<Long> positions = log.stream()
                    .filter(event -> event.get("subject").asString().equals(patient))
                    .map(event -> event.get("position").asLong())
                    .toList();
            JsonNode journal =
                    JSON.readTree(parcours.get(parcours.query, "/api/patients/" + patient + "/journal?limit=1000"));
            assertThat(journal.findValuesAsString("position").stream().map(Long::valueOf))
                    .as("the journal of %s", patient)
                    .containsAll(positions);
            long entries = JSON.readTree(parcours.get(parcours.query, "/api/patients/" + patient + "/timeline"))
                    .get("count")
                    .asLong();
            assertThat(entries)
                    .as("an entry for each result")
                    .isGreaterThanOrEqualTo(log.stream()
                            .filter(event -> event.get("subject").asString().equals(patient)
                                    && event.get("type").asString().contains("ResultIssued"))
                            .count());
        }
    }

    private static void assertTopicContains(ParcoursProcess parcours, List<JsonNode> log) {
        List<Long> positions = EventTopicReader.positions("127.0.0.1:" + parcours.kafkaPort);
        assertThat(positions)
                .isEqualTo(LongStream.rangeClosed(1, positions.size()).boxed().toList());
        assertThat(positions.size()).isGreaterThanOrEqualTo(log.size());
    }

    private static List<JsonNode> readLog(ParcoursProcess parcours) {
        List<JsonNode> events = new ArrayList<>();
        for (long after = 0; ; after = events.getLast().get("position").asLong()) {
            List<JsonNode> page = parcours.get(parcours.command, "/api/log?limit=5000&after=" + after)
                    .lines()
                    .map(JSON::readTree)
                    .toList();
            events.addAll(page);
            if (page.size() < 5000) {
                return events;
            }
        }
    }
}
