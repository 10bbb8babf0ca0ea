package org.parcours.command.feeds.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.feeds.rest.FactsEndpoint.DATA;
import static org.parcours.command.feeds.rest.FactsEndpoint.event;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.api.ApiErrorConfiguration;
import org.parcours.command.api.ApiErrors;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** {@code /api/facts} behind a real servlet container, with the filters of Spring Boot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FactsHttpServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private ServletWebServerApplicationContext server;
    private FakeMessageRecorder recorder;
    private FakeQuarantine quarantine;

    /** Not annotated as configuration, which the component scan of other tests would find. */
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        HttpEncodingAutoConfiguration.class,
        MultipartAutoConfiguration.class
    })
    @EnableConfigurationProperties(RequestProperties.class)
    @Import({RestConfiguration.class, ApiErrors.class, ApiErrorConfiguration.class})
    static class Application {

        @Bean
        FakeMessageRecorder recorder() {
            return new FakeMessageRecorder();
        }

        @Bean
        FakeQuarantine quarantine() {
            return new FakeQuarantine();
        }

        @Bean
        MessageProcessor processor(FakeMessageRecorder recorder, FakeQuarantine quarantine) {
            return TestPipeline.processor(recorder, quarantine);
        }

        @Bean
        DocumentStore documents() {
            return new FakeDocumentStore();
        }

        @Bean
        EventCodec codec() {
            return new EventCodec();
        }

        @Bean
        StepCatalogue catalogue() {
            return StepCatalogue.standard();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @BeforeAll
    void start() {
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.threads.virtual.enabled=true",
                        "--spring.main.banner-mode=off");
    }

    @BeforeEach
    void find() {
        recorder = server.getBean(FakeMessageRecorder.class);
        quarantine = server.getBean(FakeQuarantine.class);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void the_source_of_binary_mode_is_the_application_of_structured_mode() throws Exception {
        int before = recorder.messages().size();
        assertThat(send(binary("K02-1", "BLOC%20C%C5%92UR")).statusCode()).isEqualTo(201);
        assertThat(send(structured(event("K02-2", "BLOC CŒUR", DATA))).statusCode())
                .isEqualTo(201);
        assertThat(send(binary("K02-3", "X%FF")).statusCode()).isEqualTo(422);

        assertThat(recorder.messages().subList(before, before + 2))
                .extracting(message -> message.sender().application())
                .containsOnly("BLOC CŒUR");
        assertThat(quarantine.all().getLast().field()).isEqualTo("source");
    }

    @Test
    void raw_bytes_in_a_header_are_utf_8_or_rejected() throws Exception {
        assertThat(raw("K\u00E9".getBytes(UTF_8), "raw-1")).startsWith("HTTP/1.1 201");
        assertThat(recorder.messages().getLast().sender().application()).isEqualTo("K\u00E9");
        assertThat(raw("K\u00E9".getBytes(ISO_8859_1), "raw-2")).startsWith("HTTP/1.1 422");
    }

    @Test
    void a_header_twice_is_rejected() throws Exception {
        assertThat(send(binary("twice", "KINE").header("CE-Source", "BLOC")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void a_content_type_twice_is_rejected_as_for_fhir() throws Exception {
        HttpResponse<String> response = send(request("/api/facts", event("types", "KINE", DATA))
                .header("Content-Type", "application/cloudevents+json")
                .header("Content-Type", "application/json"));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("stated twice");
    }

    @Test
    void a_form_is_not_swallowed_and_a_body_without_a_content_type_is_understood() throws Exception {
        HttpResponse<String> form = send(request("/api/facts", event("form", "KINE", DATA))
                .header("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(form.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(send(request("/api/facts", event("none", "KINE", DATA))).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/facts, 405", "PUT, /api/facts, 405", "POST, /api/nothing, 404", "GET, /api/nothing/here, 404"
    })
    void other_errors_are_problem_details_too(String method, String path, int status) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status);
    }

    @Test
    void a_broken_multipart_body_and_an_invalid_address_are_problem_details() throws Exception {
        HttpResponse<String> multipart = send(request("/api/facts", "x").header("Content-Type", "multipart/form-data"));
        assertThat(multipart.statusCode()).isBetween(400, 415);
        assertThat(multipart.headers().firstValue("Content-Type")).contains("application/problem+json");

        assertThat(exchange("GET /api/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8)))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"status\":400");
    }

    private HttpRequest.Builder binary(String id, String source) {
        return request("/api/facts", DATA)
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", FactsEndpoint.STEP_TYPE)
                .header("ce-id", id)
                .header("ce-source", source);
    }

    private HttpRequest.Builder structured(String event) {
        return request("/api/facts", event).header("Content-Type", "application/cloudevents+json");
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getWebServer().getPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String raw(byte[] source, String id) throws IOException {
        byte[] body = DATA.getBytes(UTF_8);
        String head = "POST /api/facts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\nce-specversion: 1.0\r\nce-type: "
                + FactsEndpoint.STEP_TYPE + "\r\nce-id: " + id + "\r\nce-source: ";
        return exchange((head + new String(source, ISO_8859_1) + "\r\n\r\n" + new String(body, ISO_8859_1))
                .getBytes(ISO_8859_1));
    }

    private String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.getWebServer().getPort())) {
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
