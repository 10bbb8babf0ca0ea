package org.parcours.command.api.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.api.ProblemDetailsAdvice;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.store.Database;
import org.parcours.events.Envelope;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;

/** Rule 1: a rejected message can be corrected and resubmitted once, linked to the original and the person. */
class ResubmissionTest {

    private static final UUID ID = UUID.fromString("01957b2c-0001-7000-8000-000000000000");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final QuarantineProperties PROPERTIES = new QuarantineProperties(
            300, 2, 10, DataSize.ofMegabytes(4), 1, Duration.ofSeconds(5), DataSize.ofKilobytes(64));

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private Database database;
    private CommitLog log;
    private AxonMessageRecorder recorder;
    private Quarantine quarantine;
    private MockMvc http;

    @BeforeEach
    void start() {
        database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
        quarantine = new JdbcQuarantine(database, "PARC-0208");
        http = mockMvc(recorder);
        quarantine.put(QuarantinedMessage.rejected(
                ID,
                NOON,
                "rest",
                "bloc",
                "application/cloudevents+json",
                bytes("broken"),
                new Rejection("PARC-0101", "", "not JSON")));
    }

    @AfterEach
    void stop() {
        recorder.close();
        log.close();
        database.close();
    }

    @Test
    void the_event_references_the_quarantined_message_and_the_person() throws Exception {
        resubmit("Dr. House", fact("S1")).andExpect(status().isCreated());

        assertThat(recorded()).isNotEmpty().allSatisfy(event -> {
            assertThat(event.reporter().resubmitted().orElseThrow().quarantine())
                    .isEqualTo(ID);
            assertThat(event.reporter().resubmitted().orElseThrow().by()).isEqualTo("Dr. House");
        });
    }

    @Test
    void the_quarantined_message_contains_the_resubmitted_bytes_the_person_and_the_outcome() throws Exception {
        resubmit("Dr. House", fact("S1"));

        http.perform(get("/api/quarantine/" + ID))
                .andExpect(jsonPath("$.raw").value(base64("broken")))
                .andExpect(jsonPath("$.submitted.by").value("Dr. House"))
                .andExpect(jsonPath("$.submitted.raw").value(base64(fact("S1"))))
                .andExpect(jsonPath("$.resubmission.by").value("Dr. House"))
                .andExpect(jsonPath("$.resubmission.outcome").value("recorded at 1"));
    }

    @Test
    void resubmitting_twice_records_once() throws Exception {
        resubmit("Dr. House", fact("S1"));
        long head = log.head().position();

        resubmit("Dr. House", fact("S1"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.status").value("duplicate"));

        assertThat(log.head().position()).isEqualTo(head);
    }

    @Test
    void another_person_with_other_content_gets_the_name_of_the_first() throws Exception {
        resubmit("Dr. House", fact("S1"));
        long head = log.head().position();

        resubmit("Dr. Wilson", fact("S2").replace("E1", "E2"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.by").value("Dr. House"));

        assertThat(log.head().position()).isEqualTo(head);
    }

    @Test
    void a_claim_that_may_have_been_recorded_is_completed_before_another_one() throws Exception {
        http = mockMvc(message -> {
            recorder.record(message);
            return new Outcome.Unavailable("the response was lost");
        });
        resubmit("Dr. House", fact("S1")).andExpect(status().isServiceUnavailable());
        assertThat(quarantine.get(ID).orElseThrow().state()).isEqualTo(QuarantinedMessage.QuarantineState.OPEN);
        long head = log.head().position();

        http = mockMvc(recorder);
        resubmit("Dr. Wilson", fact("S2").replace("E1", "E2"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.by").value("Dr. House"));

        assertThat(log.head().position()).isEqualTo(head);
        assertThat(quarantine.get(ID).orElseThrow().resubmission().orElseThrow().by())
                .isEqualTo("Dr. House");
    }

    @Test
    void a_rejected_attempt_releases_the_claim() throws Exception {
        resubmit("Dr. House", "still broken")
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0101"));

        resubmit("Dr. Wilson", fact("S1")).andExpect(status().isCreated());
    }

    @Test
    void a_message_too_large_to_record_is_rejected_and_releases_the_claim() throws Exception {
        String tooLarge = fact("S1")
                .replace("\"surgery\"", "\"procedure\": {\"text\": \"" + "x".repeat(2_000_000) + "\"}, \"surgery\"");
        resubmit("Dr. House", tooLarge)
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0401"));
        assertThat(log.head().position()).isZero();

        resubmit("Dr. Wilson", fact("S1")).andExpect(status().isCreated());
    }

    @Test
    void a_body_over_the_limit_gets_413() throws Exception {
        resubmit("Dr. House", "x".repeat(5_000_000))
                .andExpect(status().isContentTooLarge())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.detail").value(containsString("4194304")));
        bulk("[\"" + "x".repeat(5_000_000) + "\"]").andExpect(status().isContentTooLarge());
    }

    @Test
    void a_request_beyond_those_in_progress_gets_503_with_retry_after_and_is_accepted_later() throws Exception {
        Semaphore recording = new Semaphore(0);
        http = mockMvc(message -> {
            recording.acquireUninterruptibly();
            return recorder.record(message);
        });
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = clients.submit(() -> resubmit("Dr. House", fact("S1")));
            await().until(recording::hasQueuedThreads);

            resubmit("Dr. Wilson", fact("S1"))
                    .andExpect(status().isServiceUnavailable())
                    .andExpect(content().contentType("application/problem+json"))
                    .andExpect(header().string("Retry-After", "5"));
            bulk("[\"" + ID + "\"]")
                    .andExpect(status().isServiceUnavailable())
                    .andExpect(header().string("Retry-After", "5"));
            recording.release(10);
            first.get().andExpect(status().isCreated());
        }
        bulk("[\"" + ID + "\"]").andExpect(status().isOk());
    }

    @Test
    void a_bulk_request_that_is_not_JSON_gets_400() throws Exception {
        http = MockMvcBuilders.standaloneSetup(
                        new ResubmissionController(quarantine, resubmissionService(recorder), PROPERTIES))
                .setControllerAdvice(new ProblemDetailsAdvice())
                .build();
        bulk("no ids")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.field").value("body"));
    }

    private ResultActions bulk(String ids) throws Exception {
        return http.perform(post("/api/quarantine/resubmit")
                .contentType("application/json")
                .content("{\"by\": \"Zoé\", \"ids\": " + ids + "}"));
    }

    private MockMvc mockMvc(ParsedMessageRecorder messageRecorder) {
        return MockMvcBuilders.standaloneSetup(
                        new QuarantineSearchController(quarantine, PROPERTIES),
                        new ResubmissionController(quarantine, resubmissionService(messageRecorder), PROPERTIES))
                .build();
    }

    private ResubmissionService resubmissionService(ParsedMessageRecorder messageRecorder) {
        CloudEventLimitProperties properties = new Binder(
                        new MapConfigurationPropertySource(Map.of("parcours.http.max-text", "10000000")))
                .bindOrCreate("parcours.http", CloudEventLimitProperties.class);
        CloudEventParser parser = new CloudEventParser(
                codec, StepCatalogue.standard(), properties, Clock.systemUTC(), "rest", new FakeDocumentStore());
        return new ResubmissionService(
                quarantine,
                TestPipeline.processor(messageRecorder, quarantine),
                Map.of("rest", _ -> parser),
                Clock.systemUTC());
    }

    private ResultActions resubmit(String by, String body) throws Exception {
        return http.perform(post("/api/quarantine/" + ID + "/resubmit")
                .header("Parcours-User", by)
                .contentType("application/octet-stream")
                .content(bytes(body)));
    }

    private List<Envelope> recorded() {
        return log.read(Criteria.matchAll(), 0, 100).stream()
                .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()))
                .toList();
    }

    private static String fact(String surgery) {
        return """
                {"id": "E1", "source": "bloc", "type": "org.parcours.SurgeryStarted.v1",
                 "data": {"patient": {"identifiers": [{"system": "urn:oid:1.2.250.1.99", "value": "123"}]},
                          "occurredAt": "2026-03-01T10:15:00+01:00", "surgery": {"system": "bloc", "value": "%s"}}}""".formatted(surgery);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }
}
