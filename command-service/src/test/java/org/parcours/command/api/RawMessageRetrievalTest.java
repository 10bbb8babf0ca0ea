package org.parcours.command.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.mllp.Hl7MessageHandler;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.events.Envelope;
import org.parcours.events.codec.EventCodec;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** The bytes of every message are stored before it is acknowledged, and each event references them. */
class RawMessageRetrievalTest {

    /** Contains segments of PAM France that are not mapped; encoded in Latin-1. */
    private static final byte[] ADMISSION =
            ("MSH|^~\\&|GAM|CHU|PARCOURS|DPI|20260301101500||ADT^A01^ADT_A01|M1|P|2.5^FRA^2.11||||||8859/1\r"
                            + "PID|||123^^^CHU&2.999.1&ISO^PI||DURANÇON^ANNE^^^^^D\r"
                            + "PV1||I|CARDIO|||||||||||||||||V1^^^CHU&2.999.2&ISO^VN\r"
                            + "ZBE|1^GAM|20260301100000||INSERT|N|||||HMS\r"
                            + "ZFA|ACTIF|20260101\rZFP|1|2\rZFV|X\rZFM|8|8||1\rZFD|||O\rZFS|1|2\r")
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path folder;

    private Database database;
    private CommitLog log;
    private AxonMessageRecorder recorder;
    private JdbcDocumentStore documents;
    private Hl7MessageHandler handler;
    private MockMvc http;

    @BeforeEach
    void start() {
        database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
        documents = new JdbcDocumentStore(database, 1 << 20);
        handler = new Hl7MessageHandler(
                new Hl7MessageParser(Hl7TestProperties.hl7(), documents, Clock.systemUTC()),
                TestPipeline.processor(recorder, new FakeQuarantine(), Clock.systemUTC()),
                Hl7TestProperties.hl7().zone(),
                Clock.systemUTC());
        http = MockMvcBuilders.standaloneSetup(new EventDocumentController(log, codec, documents))
                .setControllerAdvice(new ProblemDetailsAdvice())
                .build();
    }

    @AfterEach
    void stop() {
        recorder.close();
        log.close();
        database.close();
    }

    @Test
    void each_event_references_the_bytes_of_its_message() throws Exception {
        assertThat(new String(handler.handle(ADMISSION), StandardCharsets.ISO_8859_1))
                .contains("\rMSA|AA|M1\r");

        List<Envelope> recorded = log.read(Criteria.matchAll(), 0, 10).stream()
                .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()))
                .toList();
        assertThat(recorded).hasSize(2);
        assertThat(recorded).extracting(event -> event.reporter().raw()).doesNotContainNull();
        String raw = recorded.getFirst().reporter().raw().orElseThrow();
        assertThat(recorded.getLast().reporter().raw()).contains(raw);
        http.perform(get("/api/events/1/documents/" + raw))
                .andExpect(status().isOk())
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(content().contentType("application/hl7-v2"))
                .andExpect(content().bytes(ADMISSION));
    }

    @Test
    void a_hash_is_no_key_without_an_event_that_refers_to_it() throws Exception {
        handler.handle(ADMISSION);
        String raw = Hash.of(ADMISSION).toString();
        String other = documents.put("text/plain", new byte[] {'x'}).sha256();

        http.perform(get("/api/documents/" + raw)).andExpect(status().isNotFound());
        http.perform(get("/api/events/1/documents/" + other))
                .andExpect(status().isNotFound())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.type").value("urn:parcours:problem:document-unknown"));
        http.perform(get("/api/events/3/documents/" + raw)).andExpect(status().isNotFound());
        http.perform(get("/api/events/0/documents/" + raw)).andExpect(status().isNotFound());
        http.perform(get("/api/events/1/documents/x"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.field").value("sha256"));
    }

    @Test
    void bytes_that_are_missing_or_do_not_match_their_hash_are_not_sent() throws Exception {
        handler.handle(ADMISSION);
        String raw = Hash.of(ADMISSION).toString();

        database.write(connection -> Database.update(
                connection,
                "UPDATE document SET bytes = ?",
                new String(ADMISSION, StandardCharsets.ISO_8859_1)
                        .replace("ANNE", "ANNA")
                        .getBytes(StandardCharsets.ISO_8859_1)));
        http.perform(get("/api/events/1/documents/" + raw))
                .andExpect(status().isBadGateway())
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.type").value("urn:parcours:problem:document-changed"));

        database.write(connection -> Database.update(connection, "DELETE FROM document"));
        http.perform(get("/api/events/1/documents/" + raw))
                .andExpect(status().isGone())
                .andExpect(jsonPath("$.type").value("urn:parcours:problem:document-missing"));
    }
}
