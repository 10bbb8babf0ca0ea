package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.monitoring.ActivityBucket;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;
import org.parcours.command.monitoring.JdbcActivityStore;
import org.parcours.command.store.Database;
import org.parcours.command.store.LocalPostgres;
import tools.jackson.databind.json.JsonMapper;

/** Names of 100 kB, which no row of an index of PostgreSQL holds: they are recorded or rejected, and stop nothing. */
class LongNamesTest {

    private static final Random RANDOM = new Random(1);

    private static String databaseUrl;
    private static EmbeddedParcours parcours;

    @BeforeAll
    static void start(@TempDir Path folder) {
        databaseUrl = LocalPostgres.shared().newDatabase();
        parcours = EmbeddedParcours.openOn(
                databaseUrl,
                folder,
                "--parcours.monitoring.flush-interval=100ms",
                "--parcours.http.max-identifier=200000");
    }

    @AfterAll
    static void stop() {
        parcours.close();
    }

    @Test
    void kafka_records_with_long_names_are_recorded_or_rejected_and_the_next_ones_are_recorded() {
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, parcours.kafkaBootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : new String[] {
                fact(longName(), "K1", "physiotherapy"),
                fact(longName(), longName(), "unknown-kind"),
                fact("KINE", longName(), "physiotherapy"),
                fact("KINE", "K2", "physiotherapy")
            }) {
                producer.send(new ProducerRecord<>("parcours.inbound", "one key", value));
            }
            producer.flush();
        }

        EmbeddedParcours.await(() -> recorded("KINE", "K2"), "the record behind those with long names is recorded");
        assertThat(quarantined("kafka")).isEqualTo(1);
    }

    @Test
    void http_requests_with_long_names_are_recorded_or_rejected() {
        assertThat(post(fact(longName(), longName(), "physiotherapy")).statusCode())
                .isEqualTo(201);
        HttpResponse<String> rejected = post(fact(longName(), longName(), "unknown-kind"));
        assertThat(rejected.statusCode()).isEqualTo(422);
        assertThat(rejected.body()).contains("PARC-0113");
    }

    @Test
    void mllp_messages_with_long_names_are_recorded_or_rejected() {
        try (MllpClient client = parcours.openMllpClient()) {
            String messageId = longName();
            assertThat(client.exchange(admission(longName(), longName(), messageId, "I1")))
                    .contains("MSA|AE|" + messageId)
                    .contains("PARC-0317");
            assertThat(client.send(admission("GAM", "CHU", "M1", longName()))).isEqualTo("AA");
            assertThat(client.send(admission(longName(), longName(), longName(), "")))
                    .isEqualTo("AE");
            assertThat(client.send(admission("GAM", "CHU", "M2", "I2"))).isEqualTo("AA");
        }
    }

    @Test
    void the_activity_of_an_application_with_a_long_name_is_stored() {
        String name = longName();
        post(fact(name, "A1", "physiotherapy"));
        post(fact("ACTIVE", "A2", "physiotherapy"));

        EmbeddedParcours.await(
                () -> storedApplications().stream()
                        .anyMatch(application -> application.startsWith(name.substring(0, 100))),
                "the activity of the application is stored");
        EmbeddedParcours.await(
                () -> storedApplications().contains("ACTIVE"), "the activity of other applications is stored");
    }

    private static List<String> storedApplications() {
        try (var database = Database.open(databaseUrl)) {
            return new JdbcActivityStore(database)
                    .since(BucketSize.HOUR, Instant.EPOCH).stream()
                            .map(ActivityBucket::application)
                            .toList();
        }
    }

    private static HttpResponse<String> post(String fact) {
        return parcours.post("/api/facts", "application/cloudevents+json", fact);
    }

    private static boolean recorded(String application, String messageId) {
        return parcours.readLog().stream()
                .map(event -> event.at("/data/reporter"))
                .anyMatch(reporter -> reporter.path("application").asString("").equals(application)
                        && reporter.path("messageId").asString("").equals(messageId));
    }

    private static long quarantined(String feed) {
        return JsonMapper.shared()
                .readTree(parcours.get(parcours.commandAddress, "/api/quarantine?state=open")
                        .body())
                .valueStream()
                .filter(message -> message.get("feed").asString().equals(feed))
                .count();
    }

    /** Random, because PostgreSQL compresses a value before it measures the row of the index. */
    private static String longName() {
        return RANDOM.ints('a', 'z' + 1)
                .limit(100_000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String fact(String application, String id, String kind) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "%s", "type": "org.parcours.StepRecorded.v1",
                 "data": {"patient": {"identifiers": [{"system": "urn:oid:2.999.10.1", "value": "%s"}]},
                          "occurredAt": "2026-03-01T09:30:00+01:00", "kind": "%s", "status": "DONE",
                          "step": {"system": "KINE", "value": "%s"}}}""".formatted(id, application, id, kind, id);
    }

    private static byte[] admission(String application, String facility, String id, String patient) {
        return """
                MSH|^~\\&|%s|%s|||20260301093000||ADT^A01|%s|P|2.5
                PID|||%s^^^CHU&2.999.10.1&ISO^PI||ESSAI^Paul
                PV1||I|U1^^^CHU|||||||||||||||N%s
                """.formatted(application, facility, id, patient, patient)
                .replace('\n', '\r')
                .getBytes(UTF_8);
    }
}
