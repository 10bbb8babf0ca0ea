package org.parcours.command.feeds.fhir;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.directory.JdbcReferenceDirectoryStore;
import org.parcours.command.intake.fhir.directory.ReferenceDirectory;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.ParsedMessageRecorder;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.Quarantine;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** {@code /fhir} with a real log and document store, and a quarantine in memory. */
public final class FhirTestService implements AutoCloseable {

    private final EventCodec codec = new EventCodec();
    private final Database database;
    private final CommitLog log;
    private final AxonMessageRecorder recorder;
    private final JdbcDocumentStore documents;
    private final ReferenceDirectory directory;
    private final FakeQuarantine quarantine = new FakeQuarantine();
    private MockMvc http;

    public FhirTestService(Path folder) {
        database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
        recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT);
        documents = new JdbcDocumentStore(database, 50 << 20);
        directory = new ReferenceDirectory(new JdbcReferenceDirectoryStore(database));
        http = http(recorder, quarantine, Map.of());
    }

    public static FhirProperties settings(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("parcours.fhir", FhirProperties.class);
    }

    private MockMvc http(
            ParsedMessageRecorder messageRecorder, Quarantine messageQuarantine, Map<String, String> properties) {
        FhirProperties settings = settings(properties);
        FhirRequestHandler handler = new FhirRequestHandler(
                new FhirMessageParser(settings, documents, directory, Clock.systemUTC()),
                new FhirMessageParser(settings, new HashingDocumentStore(), directory.readOnly(), Clock.systemUTC()),
                TestPipeline.processor(messageRecorder, messageQuarantine));
        RequestProperties times = new RequestProperties(Duration.ofSeconds(30), Duration.ofMillis(50));
        return MockMvcBuilders.standaloneSetup(new FhirController(handler, settings, times, Clock.systemUTC()))
                .addFilters(new FhirErrorFilter())
                .build();
    }

    public FhirMessageParser parser() {
        return new FhirMessageParser(settings(Map.of()), documents, directory, Clock.systemUTC());
    }

    /** Makes the log unavailable from now on. */
    public void makeLogUnavailable() {
        http = http(_ -> new Outcome.Unavailable("the log cannot be written"), quarantine, Map.of());
    }

    public void configure(Map<String, String> properties) {
        http = http(recorder, quarantine, properties);
    }

    public MockMvc http() {
        return http;
    }

    public ParsedMessageRecorder recorder() {
        return recorder;
    }

    public Database database() {
        return database;
    }

    public FakeQuarantine quarantine() {
        return quarantine;
    }

    /** Posts a Bundle to {@code /fhir}, from the application EHR. */
    public ResultActions send(String bundle) throws Exception {
        return send("", bundle.getBytes(StandardCharsets.UTF_8));
    }

    public ResultActions send(String type, byte[] body) throws Exception {
        return http.perform(post("/fhir" + type + "?source=EHR")
                .contentType("application/fhir+json")
                .content(body));
    }

    public ResultActions put(String address, String body) throws Exception {
        return http.perform(MockMvcRequestBuilders.put("/fhir/" + address + "?source=EHR")
                .contentType("application/fhir+json")
                .content(body));
    }

    public long head() {
        return log.head().position();
    }

    public List<Envelope> recorded() {
        return recordedAfter(0);
    }

    public List<Envelope> recordedAfter(long position) {
        List<Envelope> events = new ArrayList<>();
        long after = position;
        while (after < head()) {
            var page = log.read(Criteria.matchAll(), after, 1000);
            page.forEach(event -> events.add(codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt())));
            after = events.getLast().position();
        }
        return events;
    }

    public <E extends Event> List<E> events(Class<E> type) {
        return recorded().stream()
                .map(Envelope::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public Optional<StoredDocument> document(String sha256) {
        return documents.get(Hash.parse(sha256));
    }

    @Override
    public void close() {
        recorder.close();
        log.close();
        database.close();
    }
}
