package org.parcours.command.feeds.rest;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** {@code POST /api/facts} with what it recorded and quarantined. */
final class FactsEndpoint {

    static final String STEP_TYPE = "org.parcours.StepRecorded.v1";

    /** The data of a step; with further fields by {@link #stepWith}. */
    static final String DATA = """
            {"patient": {"identifiers": [{"system": "urn:oid:2.999.20.1", "value": "K1"}],
                         "name": {"family": "FAIT", "given": "Test"}},
             "occurredAt": "2026-03-10T09:30:00+01:00", "kind": "physiotherapy", "status": "DONE",
             "step": {"system": "KINE", "value": "S1"}, "title": "Marche"}""";

    final FakeMessageRecorder recorder = new FakeMessageRecorder();
    final FakeQuarantine quarantine = new FakeQuarantine();
    final FakeDocumentStore documents = new FakeDocumentStore();
    private final MockMvc http;

    FactsEndpoint() {
        this(Map.of());
    }

    FactsEndpoint(Map<String, String> properties) {
        CloudEventLimitProperties limits = new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("parcours.http", CloudEventLimitProperties.class);
        CloudEventParser parser = new CloudEventParser(
                new EventCodec(), StepCatalogue.standard(), limits, Clock.systemUTC(), "rest", documents);
        RequestProperties times = new RequestProperties(Duration.ofSeconds(30), Duration.ofMillis(50));
        http = MockMvcBuilders.standaloneSetup(
                        new FactsController(parser, TestPipeline.processor(recorder, quarantine), limits, times))
                .build();
    }

    static String event(String data) {
        return event("E1", "KINE", data);
    }

    /** @param id and {@code source} as inside a JSON text */
    static String event(String id, String source, String data) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "%s", "type": "%s", "data": %s}""".formatted(id, source, STEP_TYPE, data);
    }

    /** The data with further fields. */
    static String stepWith(String fields) {
        return DATA.replaceFirst("\\{", "{" + fields.replace("\\", "\\\\").replace("$", "\\$") + ", ");
    }

    ResultActions send(String body) throws Exception {
        return send(body.getBytes(StandardCharsets.UTF_8), CloudEventParser.CONTENT_TYPE);
    }

    ResultActions send(byte[] body, String contentType) throws Exception {
        return http.perform(request(body).header("Content-Type", contentType));
    }

    ResultActions perform(MockHttpServletRequestBuilder request) throws Exception {
        return http.perform(request);
    }

    static MockHttpServletRequestBuilder request(byte[] body) {
        return post("/api/facts").content(body);
    }

    /** In binary mode, with the headers that every event has. */
    static MockHttpServletRequestBuilder binary(String id, String source) {
        return request(DATA.getBytes(StandardCharsets.UTF_8))
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", STEP_TYPE)
                .header("ce-id", id)
                .header("ce-source", source);
    }
}
